#include "services/parachain/timelines/chain_watch.hpp"

#include "base/hex.hpp"

namespace serinus::services::paras {

using runtime_api::parachain_host::CandidateEvent;

namespace {

std::string block_text(const Hash256& hash, BlockNumber number) {
    return "block #" + std::to_string(number) + " (" + to_hex_prefixed(hash.bytes) + ")";
}

}  // namespace

void ChainWatch::on_leaf(const RelayState& leaf) {
    std::vector<std::pair<Hash256, BlockNumber>> blocks = {{leaf.hash, leaf.number}};
    for (Hash256 next = leaf.parent; blocks.size() < kMaxCatchUp && !read_.contains(next);) {
        const auto header = headers_.find_header(next);
        if (header == nullptr || header->number.value == 0) break;
        blocks.emplace_back(next, header->number.value);
        next = header->parent_hash;
    }
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
        if (read_.emplace(*block).second) read(block->first, block->second);
    }
}

void ChainWatch::read(const Hash256& hash, BlockNumber number) {
    const auto events = states_.events(hash);
    if (!events) return;  // the other parts say so
    for (const CandidateEvent& event : *events) {
        std::visit(
            [&](const auto& one) {
                using E = std::decay_t<decltype(one)>;
                const CandidateHash candidate = one.receipt.hash();
                timelines_.describe(candidate, one.receipt.descriptor.para_id._0, one.receipt.descriptor.relay_parent);
                timelines_.place(candidate, {hash, number, one.core._0});
                if constexpr (std::is_same_v<E, CandidateEvent::Backed>) {
                    timelines_.note(candidate, CandidateStep::kOnChain, place_text(hash, number, one.core, one.group));
                } else if constexpr (std::is_same_v<E, CandidateEvent::Included>) {
                    timelines_.note(candidate, CandidateStep::kIncluded, block_text(hash, number));
                    included_.push_back({number, hash, candidate});
                    if (included_.size() > kMaxIncluded) included_.pop_front();
                } else {
                    timelines_.note(candidate, CandidateStep::kTimedOut, block_text(hash, number));
                }
            },
            event.v);
    }
}

std::string ChainWatch::place_text(const Hash256& block, BlockNumber number, CoreIndex core, GroupIndex group) const {
    std::string out =
        block_text(block, number) + ", core " + std::to_string(core._0) + ", group " + std::to_string(group._0);
    // The groups that could back it are those of the block before.
    const auto header = headers_.find_header(block);
    const auto state = header == nullptr ? Err(executor::CallError{}) : states_.at(header->parent_hash);
    if (!state || group._0 >= (*state)->groups.size()) return out;
    const auto& members = (*state)->groups[group._0];
    out += " of validators";
    for (const ValidatorIndex member : members) out += " " + std::to_string(member._0);
    const auto own = (*state)->session->own;
    if (!own) return out + "; this node is no validator of the session";
    const bool is_member = std::ranges::find(members, *own) != members.end();
    return out + "; this validator is " + std::to_string(own->_0) + (is_member ? ", one of them" : ", none of them");
}

void ChainWatch::on_finalized(const ActiveLeaves::Leaf& block) {
    std::erase_if(read_, [&](const auto& one) { return one.second + kMaxCatchUp < block.number; });
    BlockNumber lowest = block.number;
    for (const Inclusion& one : included_) lowest = std::min(lowest, one.number);
    std::map<BlockNumber, Hash256> chain = {{block.number, block.hash}};
    for (Hash256 next = block.hash; chain.begin()->first > lowest && chain.size() < kMaxIncluded;) {
        const auto header = headers_.find_header(next);
        if (header == nullptr || header->number.value == 0) break;
        next = header->parent_hash;
        chain.emplace(header->number.value - 1, next);
    }
    std::erase_if(included_, [&](const Inclusion& one) {
        if (one.number > block.number) return false;
        const auto found = chain.find(one.number);
        if (found != chain.end() && found->second == one.block) {
            timelines_.note_once(one.candidate, CandidateStep::kFinal, block_text(one.block, one.number));
        }
        return true;
    });
}

}  // namespace serinus::services::paras
