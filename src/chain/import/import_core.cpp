#include "chain/import/import_core.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "chain/import/refusal_reason.hpp"

namespace serinus::chain {

using Outcome = Result<ImportOutcome, ChainError>;

namespace {

/// What a block costs besides its contents: its entry in the tables.
constexpr uint64_t kEntryBytes = 512;

uint64_t bytes_of(const primitives::DigestItem& item) noexcept {
    return sizeof item + std::visit(
                             [](const auto& one) -> uint64_t {
                                 if constexpr (requires { one.data.size(); }) return one.data.size();
                                 return 0;
                             },
                             item);
}

/// What is reported of a block whose parent is reported like this.
Outcome outcome_of_child(const BlockId& child, const Hash256& parent, const Outcome& outcome) {
    if (!outcome) return Err(outcome.error());
    return ImportOutcome::refused(
        child, {RefusalReason::kRefusedParent, "its parent " + to_hex_prefixed(parent.bytes) + " is refused"});
}

}  // namespace

uint64_t size_in_queue(const primitives::Header& header, const primitives::Body& body,
                       const std::optional<primitives::Justifications>& justifications) noexcept {
    uint64_t out = kEntryBytes;
    for (const auto& item : header.digest) out += bytes_of(item);
    for (const Bytes& extrinsic : body) out += sizeof(Bytes) + extrinsic.size();
    if (justifications) {
        for (const auto& one : *justifications) out += sizeof one + one.data.size();
    }
    return out;
}

uint64_t size_in_queue(const primitives::SignedBlock& block) noexcept {
    return size_in_queue(block.block.header, block.block.body, block.justifications);
}

std::optional<Hash256> ImportCore::checked_child(const Hash256& block) const {
    const auto found = children_.find(block);
    if (found == children_.end()) return std::nullopt;
    for (const Hash256& child : found->second) {
        if (entries_.at(child).stage == Stage::kChecked) return child;
    }
    return std::nullopt;
}

void ImportCore::handle(const Input& input, Effects& effects) {
    std::visit([&](const auto& one) { on(one, effects); }, input);
}

void ImportCore::on(const Offered& input, Effects& effects) {
    const auto answer = [&](ImportOffer offer) { effects.push_back(Answer{offer}); };
    if (entries_.contains(input.block.hash)) return answer(ImportOffer::kTwice);
    if (input.bytes > limits_.max_bytes) return answer(ImportOffer::kTooLarge);
    const auto parent = entries_.find(input.parent);
    const bool is_here = parent != entries_.end();
    const bool is_orphan = is_here ? parent->second.stage == Stage::kOrphan : !input.parent_is_in_chain;
    const bool is_ready = !is_orphan && (!is_here || parent->second.is_read);
    Effects reports;
    if (is_full(input.bytes) && (is_orphan || !make_room(input.bytes, reports))) return answer(ImportOffer::kFull);
    answer(ImportOffer::kTaken);
    effects.insert(effects.end(), std::make_move_iterator(reports.begin()), std::make_move_iterator(reports.end()));

    Entry& entry = entries_[input.block.hash];
    entry = {.id = input.block, .parent = input.parent, .bytes = input.bytes, .arrival = arrivals_++};
    bytes_ += input.bytes;
    children_[input.parent].push_back(input.block.hash);
    if (is_orphan) {
        entry.stage = Stage::kOrphan;
        orphans_.emplace(entry.arrival, entry.id.hash);
        orphan_bytes_ += entry.bytes;
        return;
    }
    adopt_descendants(entry.id.hash);
    if (is_ready) check(entry, effects);
}

void ImportCore::on(const HeaderRead& input, Effects& effects) {
    const auto found = entries_.find(input.block);
    if (found == entries_.end() || found->second.stage != Stage::kReading) return;
    using enum HeaderRead::Result;
    if (input.result == kTooEarly) {
        found->second.stage = Stage::kLate;
        return import_if_due(found->second, effects);
    }
    found->second.stage = Stage::kChecking;
    found->second.is_read = input.result == kGood;
    if (found->second.is_read && !found->second.verdict) check_children(input.block, effects);
}

void ImportCore::on(const SealChecked& input, Effects& effects) {
    const auto found = entries_.find(input.block);
    if (found == entries_.end() || found->second.stage != Stage::kChecking) return;
    found->second.stage = input.is_good ? Stage::kChecked : Stage::kBad;
    import_if_due(found->second, effects);
}

void ImportCore::on(const ImportEnded& input, Effects& effects) {
    if (!entries_.contains(input.block)) return;
    report(input.block, input.outcome, effects);
    if (input.outcome && input.outcome->kind != ImportOutcome::Kind::kRefused) {
        check_children(input.block, effects);
    } else {
        drop_descendants(input.block, input.outcome, effects);
    }
    call_waiters(effects);
}

void ImportCore::on(const ImportedElsewhere& input, Effects& effects) {
    if (!entries_.contains(input.block)) check_children(input.block, effects);
}

void ImportCore::on(const RoomAsked& input, Effects& effects) {
    waiters_.push_back(input);
    call_waiters(effects);
}

void ImportCore::check(Entry& entry, Effects& effects) {
    if (entry.stage == Stage::kOrphan) {
        forget_orphan(entry);
        adopt_descendants(entry.id.hash);
    }
    entry.stage = Stage::kReading;
    effects.push_back(CheckHeader{entry.id.hash});
}

/// What is bad need not wait for its parent.
void ImportCore::import_if_due(Entry& entry, Effects& effects) {
    const bool is_done = entry.stage == Stage::kChecked || entry.stage == Stage::kLate;
    const bool is_bad = entry.stage == Stage::kBad;
    if (!is_done && !is_bad) return;
    if (entry.verdict && !is_bad) {
        const Hash256 block = entry.id.hash;
        const Outcome outcome = *entry.verdict;
        report(block, outcome, effects);
        drop_descendants(block, outcome, effects);
        return call_waiters(effects);
    }
    if (!is_bad && entries_.contains(entry.parent)) return;
    effects.push_back(Import{entry.id.hash, entry.stage != Stage::kLate});
    entry.stage = Stage::kImporting;
}

/// The header of `parent` can be looked at, or it has come into the chain.
void ImportCore::check_children(const Hash256& parent, Effects& effects) {
    const auto found = children_.find(parent);
    if (found == children_.end()) return;
    const std::vector<Hash256> children = found->second;
    for (const Hash256& child : children) {
        Entry& entry = entries_.at(child);
        if (entry.stage == Stage::kOrphan || entry.stage == Stage::kWaiting) {
            check(entry, effects);
        } else {
            import_if_due(entry, effects);
        }
    }
}

/// Those whose header is being looked at leave when that has ended.
void ImportCore::drop_descendants(const Hash256& parent, const Outcome& outcome, Effects& effects) {
    std::deque<std::pair<Hash256, Outcome>> dropped;
    dropped.emplace_back(parent, outcome);
    while (!dropped.empty()) {
        const auto [hash, of_parent] = std::move(dropped.front());
        dropped.pop_front();
        const auto found = children_.find(hash);
        if (found == children_.end()) continue;
        const std::vector<Hash256> children = found->second;
        for (const Hash256& child : children) {
            Entry& entry = entries_.at(child);
            const Outcome verdict = outcome_of_child(entry.id, hash, of_parent);
            switch (entry.stage) {
                case Stage::kReading:
                case Stage::kChecking:
                    entry.verdict = verdict;
                    break;
                case Stage::kBad:
                case Stage::kImporting:  // for a reason of its own
                    break;
                case Stage::kOrphan:
                case Stage::kWaiting:
                case Stage::kChecked:
                case Stage::kLate:
                    report(child, verdict, effects);
                    dropped.emplace_back(child, verdict);
            }
        }
    }
}

void ImportCore::report(Hash256 block, Outcome outcome, Effects& effects) {
    const auto found = entries_.find(block);
    SERINUS_ASSERT(found != entries_.end());
    Entry& entry = found->second;
    if (entry.stage == Stage::kOrphan) forget_orphan(entry);
    const auto siblings = children_.find(entry.parent);
    std::erase(siblings->second, block);
    if (siblings->second.empty()) children_.erase(siblings);
    bytes_ -= entry.bytes;
    effects.push_back(Report{entry.id, std::move(outcome)});
    entries_.erase(found);
}

void ImportCore::forget_orphan(const Entry& entry) {
    orphans_.erase(entry.arrival);
    orphan_bytes_ -= entry.bytes;
}

/// The block is no orphan (any more): neither is what was built on it.
void ImportCore::adopt_descendants(const Hash256& block) {
    std::vector<Hash256> parents{block};
    while (!parents.empty()) {
        const auto found = children_.find(parents.back());
        parents.pop_back();
        if (found == children_.end()) continue;
        for (const Hash256& child : found->second) {
            Entry& entry = entries_.at(child);
            if (entry.stage != Stage::kOrphan) continue;
            forget_orphan(entry);
            entry.stage = Stage::kWaiting;
            parents.push_back(child);
        }
    }
}

bool ImportCore::is_full(uint64_t more) const noexcept {
    return entries_.size() >= limits_.max_blocks || bytes_ + more > limits_.max_bytes;
}

/// Lets blocks leave that wait for their parents. Nothing changes if that does not make room.
bool ImportCore::make_room(uint64_t more, Effects& effects) {
    const size_t kept = entries_.size() - orphans_.size();
    if (kept >= limits_.max_blocks || bytes_ - orphan_bytes_ + more > limits_.max_bytes) return false;
    while (is_full(more)) {
        report(orphans_.begin()->second,
               Err(ChainError{ChainError::Kind::kUnknown,
                              "its parent is not known, and its place was needed for other blocks"}),
               effects);
    }
    return true;
}

/// The blocks under way fill at most half of the queue, so that who waits is not called for each of them. Orphans do
/// not count, for they make room.
bool ImportCore::has_room_for_waiter(uint64_t more) const noexcept {
    const size_t blocks = entries_.size() - orphans_.size();
    const uint64_t bytes = bytes_ - orphan_bytes_;
    return blocks == 0 ||
           (blocks <= limits_.max_blocks / 2 && bytes <= limits_.max_bytes / 2 && bytes + more <= limits_.max_bytes);
}

void ImportCore::call_waiters(Effects& effects) {
    while (!waiters_.empty() && has_room_for_waiter(waiters_.front().bytes)) {
        effects.push_back(RoomAvailable{waiters_.front().ticket});
        waiters_.pop_front();
    }
}

}  // namespace serinus::chain
