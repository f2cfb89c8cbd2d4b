#include "collator/body_recovery.hpp"

#include <algorithm>
#include <ranges>

#include "collator/block_data.hpp"
#include "executor/runtime_code.hpp"
#include "parachain/wire/node_types.hpp"

namespace serinus::collator {

using primitives::Block;

namespace {

Hash256 hash_of_block(const Block& block) { return primitives::header_hash(block.header); }

}  // namespace

BodyRecovery::BodyRecovery(RecoveryDelay delay, primitives::BlockNumber finalized,
                           std::function<bool(const Hash256&)> is_known, uint64_t seed)
    : delay_(delay), is_known_(std::move(is_known)), random_(seed), finalized_(finalized) {}

void BodyRecovery::on_candidate(PendingBlock pending, Millis now) {
    if (pending.header.number <= finalized_) return;
    const Hash256 block = primitives::header_hash(pending.header);
    const auto [candidate, is_new] = candidates_.try_emplace(block, Candidate{std::move(pending)});
    if (!is_new) return;
    if (candidates_.size() > kMostCandidates) {
        const auto number = [](const auto& one) { return one.second.pending.header.number.value; };
        const auto lowest = std::ranges::min_element(candidates_, {}, number);
        const bool is_own = lowest == candidate;
        candidates_.erase(lowest);
        if (is_own) return;
    }
    if (is_known_(block)) return;
    candidate->second.is_waiting = true;
    push(block, now);
}

void BodyRecovery::request(const Hash256& block, Millis now) {
    std::vector<Hash256> wanted;
    for (Hash256 at = block; !is_known_(at);) {
        const auto found = candidates_.find(at);
        if (found == candidates_.end()) return;  // without it the others cannot be imported
        if (found->second.is_waiting) break;
        wanted.push_back(at);
        at = found->second.pending.header.parent_hash;
    }
    for (const Hash256& one : std::views::reverse(wanted)) {
        candidates_.at(one).is_waiting = true;
        push(one, now);
    }
}

void BodyRecovery::push(const Hash256& block, Millis now) {
    queue_.push_back(block);
    due_.insert(now + std::uniform_int_distribution<Millis>(delay_.least, delay_.most)(random_));
}

void BodyRecovery::on_imported(const Hash256& block, Effects& out) {
    const auto found = candidates_.find(block);
    if (found != candidates_.end()) found->second.is_waiting = false;
    auto children = waiting_.extract(block);
    if (children.empty()) return;
    waiting_blocks_ -= children.mapped().size();
    import(std::move(children.mapped()), out);
}

void BodyRecovery::on_finalized(primitives::BlockNumber number) {
    finalized_ = number;
    std::erase_if(candidates_, [&](const auto& one) { return one.second.pending.header.number <= number; });
    std::erase_if(waiting_, [&](auto& one) {
        const bool is_old = one.second.front().header.number <= number;
        if (is_old) waiting_blocks_ -= one.second.size();
        return is_old;
    });
    std::erase_if(retried_, [&](const Hash256& one) { return !candidates_.contains(one); });
}

bool BodyRecovery::is_being_recovered(const Hash256& block) const {
    const auto found = candidates_.find(block);
    return found != candidates_.end() && found->second.is_waiting;
}

/// Nor can what waits for it be imported.
void BodyRecovery::reset(const Hash256& block) {
    std::vector<Hash256> gone{block};
    while (!gone.empty()) {
        auto children = waiting_.extract(gone.back());
        gone.pop_back();
        if (children.empty()) continue;
        waiting_blocks_ -= children.mapped().size();
        for (const Block& child : children.mapped()) gone.push_back(hash_of_block(child));
    }
    const auto found = candidates_.find(block);
    if (found != candidates_.end()) found->second.is_waiting = false;
}

void BodyRecovery::on_recovered(const Hash256& block, std::variant<std::vector<Block>, NoBlocks> result, Millis now,
                                Effects& out) {
    if (!is_being_recovered(block)) return;  // it came meanwhile, or is below the last final block
    auto* const blocks = std::get_if<std::vector<Block>>(&result);
    if (blocks == nullptr || blocks->empty()) {
        const bool is_unavailable = blocks == nullptr && std::get<NoBlocks>(result) == NoBlocks::kUnavailable;
        if (is_unavailable && retried_.insert(block).second) return push(block, now);
        retried_.erase(block);
        reset(block);
        out.emplace_back(GivenUp{block});
        return;
    }
    retried_.erase(block);
    const Hash256 parent = blocks->front().header.parent_hash;
    if (is_known_(parent)) return import(std::move(*blocks), out);
    if (!is_being_recovered(parent) || waiting_blocks_ + blocks->size() > kMostWaiting) return reset(block);
    waiting_blocks_ += blocks->size();
    for (Block& one : *blocks) {
        const Hash256 of = one.header.parent_hash;
        waiting_[of].push_back(std::move(one));
    }
}

void BodyRecovery::import(std::vector<Block> blocks, Effects& out) {
    Import order;
    std::deque<Block> next(std::make_move_iterator(blocks.begin()), std::make_move_iterator(blocks.end()));
    while (!next.empty()) {
        auto children = waiting_.extract(hash_of_block(next.front()));
        order.blocks.push_back(std::move(next.front()));
        next.pop_front();
        if (children.empty()) continue;
        waiting_blocks_ -= children.mapped().size();
        std::ranges::move(children.mapped(), std::back_inserter(next));
    }
    out.emplace_back(std::move(order));
}

void BodyRecovery::on_time(Millis now, Effects& out) {
    while (!due_.empty() && *due_.begin() <= now) {
        due_.erase(due_.begin());
        const Hash256 block = queue_.front();
        queue_.pop_front();
        if (!is_being_recovered(block)) continue;
        const PendingBlock& pending = candidates_.at(block).pending;
        out.emplace_back(Recover{block, pending.receipt, pending.seen_at});
    }
}

std::optional<Millis> BodyRecovery::wake_at() const {
    return due_.empty() ? std::nullopt : std::optional(*due_.begin());
}

std::optional<std::vector<Block>> blocks_of_pov(BytesView block_data, const Hash256& head) {
    Bytes storage;
    const auto plain = executor::decompressed(block_data, storage, parachain::kPovBombLimit);
    if (!plain) return std::nullopt;
    auto data = decode_block_data(*plain);
    if (!data || data->blocks.empty() || hash_of_block(data->blocks.back()) != head) return std::nullopt;
    return std::move(data->blocks);
}

}  // namespace serinus::collator
