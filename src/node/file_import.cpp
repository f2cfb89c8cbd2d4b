#include "node/file_import.hpp"

namespace serinus::node {

using chain::BlockId;
using chain::BlockOrigin;
using chain::ChainError;
using chain::ImportOutcome;
using chain::ImportQueue;
using primitives::SignedBlock;

FileImport::FileImport(chain::Client& client, Hooks hooks, const chain::ImportQueueOptions& options)
    : client_(&client), hooks_(std::move(hooks)) {
    const auto done = [this](const BlockId& block, const auto& outcome) { on_done(block, outcome); };
    queue_ = std::make_unique<ImportQueue>(client, done, options);
}

/// One that is in the queue will be there. What leaves the queue is in the chain before, so the queue comes first.
Result<bool, ChainError> FileImport::is_known(const Hash256& block) {
    return queue_->contains(block) || TRY(client_->find_header(block)) != nullptr;
}

Result<bool, ChainError> FileImport::has_parent(const primitives::Header& header) {
    return header.number != 0u && TRY(is_known(header.parent_hash));
}

bool FileImport::add(SignedBlock block, std::optional<double> share) {
    const BlockId id{primitives::header_hash(block.block.header), block.block.header.number};
    const auto known = is_known(id.hash);
    const auto follows = has_parent(block.block.header);
    if (known && !*known && follows && !*follows) wait_for_all();  // what is wrong before comes first
    {
        const std::lock_guard lock(mutex_);
        if (is_over()) return false;
        const uint64_t place = ++places_;
        if (!known || !follows) {
            wrong(place, (known ? follows : known).error().reason);
            return false;
        }
        if (*known) {
            ++tally_.known;
            tally_.last_number = id.number;
            hooks_.progress(tally_, share);
            return true;
        }
        waiting_.emplace(id.hash, Waiting{place, share});
    }
    if (*follows) {
        push(id.hash, std::move(block));
    } else {
        on_done(id, client_->import(block, BlockOrigin::kFile));
    }
    const std::lock_guard lock(mutex_);
    return !is_over();
}

void FileImport::push(const Hash256& hash, SignedBlock block) {
    for (;;) {
        uint64_t done_before = 0;
        {
            const std::lock_guard lock(mutex_);
            done_before = done_;
        }
        if (queue_->push(std::move(block), BlockOrigin::kFile) != ImportQueue::Pushed::kFull) return;
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return done_ != done_before || is_over(); });
        if (is_over()) {
            waiting_.erase(hash);  // it never was in the queue: nobody would tell of it
            return;
        }
    }
}

void FileImport::on_done(const BlockId& block, const Result<ImportOutcome, ChainError>& outcome) {
    const std::lock_guard lock(mutex_);
    const auto waited = waiting_.extract(block.hash);
    ++done_;
    if (!outcome) {
        wrong(waited.mapped().place,
              "cannot import block " + std::to_string(block.number) + ": " + outcome.error().reason);
    } else if (outcome->kind == ImportOutcome::Kind::kRefused) {
        wrong(waited.mapped().place, outcome->to_string());
    } else {
        ++(outcome->kind == ImportOutcome::Kind::kKnown ? tally_.known : tally_.imported);
        tally_.last_number = block.number;
        if (outcome->bad_justification) hooks_.bad_justification(block, *outcome->bad_justification);
        hooks_.progress(tally_, waited.mapped().share);
    }
    changed_.notify_all();
}

/// A bad header is found before the blocks below it are executed.
void FileImport::wrong(uint64_t place, std::string reason) {
    if (!wrong_.empty() && wrong_place_ < place) return;
    wrong_place_ = place;
    wrong_ = std::move(reason);
}

void FileImport::wait_for_all() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.empty() || hooks_.stop(); });
}

Result<FileImport::Tally, std::string> FileImport::finish() {
    wait_for_all();
    queue_.reset();
    if (!wrong_.empty()) return Err(wrong_);
    return tally_;
}

FileImport::Tally FileImport::tally() const {
    const std::lock_guard lock(mutex_);
    return tally_;
}

}  // namespace serinus::node
