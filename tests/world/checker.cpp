#include "tests/world/checker.hpp"

#include "base/hex.hpp"
#include "chain/import/refusal_reason.hpp"

namespace serinus::world {

using consensus::grandpa::VoteMessage;

const char* to_string(Rule rule) noexcept {
    constexpr const char* kNames[] = {"finality", "double vote", "double slot", "state", "honest block", "honest peer",
                                      "bound",    "heads",       "progress",    "lost",  "rpc",          "start"};
    return kNames[static_cast<size_t>(rule)];
}

Checker::Checker(std::set<size_t> dishonest, std::function<uint64_t()> now_ms)
    : dishonest_(std::move(dishonest)), now_ms_(std::move(now_ms)) {}

void Checker::fail(Rule rule, const std::string& text) {
    if (violations_.empty()) violations_.push_back({rule, now_ms_(), text});
}

std::string Checker::name_of(const BlockId& id) const {
    return "#" + std::to_string(id.number) + " (" + to_hex_prefixed(BytesView(id.hash.bytes).first(4)) + ")";
}

void Checker::on_genesis(const BlockId& genesis) {
    blocks_.try_emplace(genesis.hash, Hash256{}, 0);
    final_.try_emplace(0, genesis.hash);
}

bool Checker::is_body_of(const Hash256& block, BytesView digest) const {
    const auto found = honest_blocks_.find(block);
    return found != honest_blocks_.end() && equal(found->second, digest);
}

void Checker::on_authored(size_t node, const primitives::Header& header, uint64_t slot, BytesView body_digest) {
    const Hash256 hash = primitives::header_hash(header);
    honest_blocks_[hash] = to_bytes(body_digest);
    const auto [first, is_new] = slots_.try_emplace({node, slot}, hash);
    if (!is_new && first->second != hash) {
        fail(Rule::kDoubleSlot, "node " + std::to_string(node) + " signs two blocks for slot " + std::to_string(slot) +
                                    ": " + name_of({first->second, header.number}) + " and " +
                                    name_of({hash, header.number}));
    }
}

void Checker::on_imported(const primitives::Header& header, const BlockId& id) {
    blocks_.try_emplace(id.hash, header.parent_hash, id.number);
}

void Checker::on_started(size_t node, const BlockId& finalized) {
    const auto before = final_of_.find(node);
    if (before != final_of_.end() && finalized.number < before->second) {
        fail(Rule::kLost, "node " + std::to_string(node) + " starts with " + name_of(finalized) +
                              " as its last final block, after it reported #" + std::to_string(before->second));
    }
}

void Checker::on_finalized(size_t node, const chain::FinalizedBlocks& event) {
    for (const BlockId& block : event.blocks) {
        const auto [known, is_new] = final_.try_emplace(block.number, block.hash);
        if (!is_new && known->second != block.hash) {
            fail(Rule::kFinality, "node " + std::to_string(node) + " finalizes " + name_of(block) + ", another node " +
                                      name_of({known->second, block.number}));
        }
        uint64_t& highest = final_of_[node];
        if (block.number <= highest) {
            fail(Rule::kFinality, "node " + std::to_string(node) + " finalizes " + name_of(block) + " after #" +
                                      std::to_string(highest));
        }
        highest = block.number;
    }
}

Checker::BlockId Checker::highest_final() const {
    return {final_.rbegin()->second, static_cast<primitives::BlockNumber>(final_.rbegin()->first)};
}

void Checker::on_vote(size_t node, const VoteMessage& vote) {
    const auto& message = vote.message;
    const auto [first, is_new] =
        votes_.try_emplace({message.id, vote.set_id, vote.round, message.message.kind}, message.message.target.hash);
    if (is_new || first->second == message.message.target.hash) return;
    fail(Rule::kDoubleVote, "node " + std::to_string(node) + " signs two votes in round " + std::to_string(vote.round) +
                                " of set " + std::to_string(vote.set_id) + ", the second for " +
                                name_of(message.message.target));
}

/// Whether a final block of its number, or of one of its ancestors' numbers, is another one.
bool Checker::is_beside_final(const Hash256& block) const {
    for (Hash256 at = block;;) {
        const auto found = blocks_.find(at);
        if (found == blocks_.end()) return false;
        const auto final_one = final_.find(found->second.second);
        if (final_one != final_.end()) return final_one->second != at;
        at = found->second.first;
    }
}

namespace {

/// Not the block is bad: its place is, as far as this node knows.
bool is_about_place(chain::RefusalReason reason) {
    using Reason = chain::RefusalReason;
    return reason == Reason::kUnknownParent || reason == Reason::kRefusedParent ||
           reason == Reason::kParentWithoutState || reason == Reason::kBranchTooOld;
}

/// Neighbor packets overtake each other here, and come twice.
bool is_about_order(consensus::grandpa::MessageVerdict verdict) {
    using Verdict = consensus::grandpa::MessageVerdict;
    return verdict == Verdict::kViewGoesBack || verdict == Verdict::kViewRepeated;
}

}  // namespace

void Checker::on_refused(size_t node, const BlockId& id, bool exact, const chain::Refusal& refusal) {
    if (!exact || is_about_place(refusal.reason) || is_beside_final(id.hash)) return;
    fail(Rule::kHonestBlock,
         "node " + std::to_string(node) + " refuses " + name_of(id) + " of an honest node: " + refusal.text);
}

void Checker::on_verdict(size_t node, size_t from, consensus::grandpa::MessageVerdict verdict) {
    if (!is_fault(verdict) || is_about_order(verdict) || !is_honest(node) || !is_honest(from)) return;
    fail(Rule::kHonestPeer, "node " + std::to_string(node) + " finds a fault in a message of node " +
                                std::to_string(from) + ": " + to_string(verdict));
}

}  // namespace serinus::world
