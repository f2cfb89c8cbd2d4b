#include "node/file_import.hpp"

namespace serinus::node {

using chain::BlockId;
using chain::BlockOrigin;
using chain::ChainError;
using chain::ImportOutcome;
using chain::ImportQueue;

FileImport::FileImport(chain::Client& client, platform::Scheduler& scheduler, Hooks hooks,
                       const chain::ImportQueueOptions& options)
    : client_(&client),
      hooks_(std::move(hooks)),
      reader_(scheduler.make_lane({.name = "block file", .runs_on = platform::WorkClass::kDisk})) {
    const auto done = [this](const BlockId& block, const auto& outcome) { on_done(block, outcome); };
    queue_ = std::make_unique<ImportQueue>(client, scheduler, done, options);
}

FileImport::~FileImport() { (void)finish(); }

void FileImport::start() { post_step(); }

void FileImport::post_step() {
    (void)reader_->post_always([this] { step(); });
}

/// Reads until the queue is full, the file ends, or something is wrong; posted again when that may have changed.
void FileImport::step() {
    if (has_ended_) return;
    while (read_next()) {
        if (!add()) return;
    }
    {
        const std::lock_guard lock(mutex_);
        if (!hooks_.stop() && !waiting_.empty()) return;  // a faulty block before it is told of first
        has_ended_ = true;
    }
    hooks_.ended();
}

/// False: no more blocks are to be imported.
bool FileImport::read_next() {
    {
        const std::lock_guard lock(mutex_);
        if (is_read_ || is_over()) return false;
    }
    if (reading_) return true;
    auto next = hooks_.read();
    if (next && *next) {
        reading_ = Reading{**std::move(next), ++places_};
        return true;
    }
    const std::lock_guard lock(mutex_);
    is_read_ = true;
    if (!next) read_error_ = std::move(next.error());
    return false;
}

/// A block in the queue will be there. A block is in the chain before it leaves the queue, so the queue comes first.
Result<bool, ChainError> FileImport::is_known(const Hash256& block) {
    return queue_->contains(block) || TRY(client_->find_header(block)) != nullptr;
}

Result<bool, ChainError> FileImport::has_parent(const primitives::Header& header) {
    return header.number != 0u && TRY(is_known(header.parent_hash));
}

/// Gives the blocks read to the queue. False: it has to wait.
bool FileImport::add() {
    const auto& block = reading_->item.block;
    const BlockId id{primitives::header_hash(block.block.header), block.block.header.number};
    const auto known = is_known(id.hash);
    const auto follows = has_parent(block.block.header);
    {
        const std::lock_guard lock(mutex_);
        if (!known || !follows) {
            set_wrong(reading_->place, (known ? follows : known).error().reason);
            return true;
        }
        if (*known) {
            ++tally_.known;
            tally_.last_number = id.number;
            hooks_.progress(tally_, reading_->item.share);
            reading_.reset();
            return true;
        }
        waits_for_queue_ = !*follows && !waiting_.empty();  // a faulty block before it is told of first
        if (waits_for_queue_) return false;
        waiting_.emplace(id.hash, Waiting{reading_->place, reading_->item.share});
    }
    if (*follows) return push(id);
    on_done(id, client_->import(block, BlockOrigin::kFile));
    reading_.reset();
    return true;
}

bool FileImport::push(const BlockId& id) {
    auto& block = reading_->item.block;
    switch (queue_->push(std::move(block), BlockOrigin::kFile)) {
        case ImportQueue::Pushed::kTaken:
        case ImportQueue::Pushed::kTwice:
            reading_.reset();
            return true;
        case ImportQueue::Pushed::kFull:
            break;
        case ImportQueue::Pushed::kTooLarge:
            on_done(id, Err(ChainError{ChainError::Kind::kUnknown, "it is too large"}));
            return true;
    }
    {
        const std::lock_guard lock(mutex_);
        waiting_.erase(id.hash);
    }
    queue_->when_room(chain::size_in_queue(block), [this] { post_step(); });
    return false;
}

void FileImport::on_done(const BlockId& block, const Result<ImportOutcome, ChainError>& outcome) {
    const std::lock_guard lock(mutex_);
    const auto waited = waiting_.extract(block.hash);
    if (!outcome) {
        set_wrong(waited.mapped().place,
                  "cannot import block " + std::to_string(block.number) + ": " + outcome.error().reason);
    } else if (outcome->kind == ImportOutcome::Kind::kRefused) {
        set_wrong(waited.mapped().place, outcome->to_string());
    } else {
        ++(outcome->kind == ImportOutcome::Kind::kKnown ? tally_.known : tally_.imported);
        tally_.last_number = block.number;
        if (outcome->bad_justification) hooks_.bad_justification(block, *outcome->bad_justification);
        hooks_.progress(tally_, waited.mapped().share);
    }
    const bool is_awaited = waiting_.empty() && (is_read_ || waits_for_queue_ || !wrong_.empty());
    if (is_awaited || hooks_.stop()) post_step();
}

/// A bad header is found before the blocks below it are executed.
void FileImport::set_wrong(uint64_t place, std::string reason) {
    if (!wrong_.empty() && wrong_place_ < place) return;
    wrong_place_ = place;
    wrong_ = std::move(reason);
}

Result<FileImport::Tally, std::string> FileImport::finish() {
    reader_->close();
    queue_.reset();
    if (!wrong_.empty()) return Err(wrong_);
    if (!read_error_.empty()) return Err(read_error_);
    return tally_;
}

FileImport::Tally FileImport::tally() const {
    const std::lock_guard lock(mutex_);
    return tally_;
}

}  // namespace serinus::node
