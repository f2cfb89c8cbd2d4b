#include "protocols/simulation/memory_chain.hpp"

#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "trie/root_builder.hpp"

namespace serinus::network::simulation {

sync::ReceivedBlock make_block(const Hash256& parent, sync::BlockNumber number, uint64_t branch,
                               primitives::Body body) {
    primitives::Header header;
    header.parent_hash = parent;
    header.number = number;
    for (size_t i = 0; i < 8; ++i) header.state_root.bytes[i] = static_cast<uint8_t>(branch >> 8 * i);
    std::vector<Bytes> extrinsics;
    for (const auto& extrinsic : body) extrinsics.push_back(scale::encode(extrinsic));
    header.extrinsics_root = trie::ordered_root(extrinsics, trie::StateVersion::kV0);
    return {primitives::header_hash(header), header, std::move(body), std::nullopt};
}

const sync::ReceivedBlock& simulated_genesis() {
    static const sync::ReceivedBlock genesis = make_block({}, 0, 0);
    return genesis;
}

bool MemoryChain::add(const sync::ReceivedBlock& block) {
    SERINUS_ASSERT(blocks_.empty() || blocks_.contains(block.header.parent_hash));
    if (!blocks_.emplace(block.hash, block).second) return false;
    if (blocks_.size() > 1 && (block.header.number <= best_.number || !is_above_final(block))) return true;
    best_ = {block.hash, block.header.number};
    canonical_.resize(best_.number + 1);
    for (Hash256 at = block.hash; canonical_[blocks_.at(at).header.number] != at;) {
        const auto& header = blocks_.at(at).header;
        canonical_[header.number] = at;
        if (header.number > 0) at = header.parent_hash;
    }
    return true;
}

bool MemoryChain::is_above_final(const sync::ReceivedBlock& block) const {
    const sync::ReceivedBlock* at = &block;
    while (at != nullptr && at->header.number > final_number) at = find_block(at->header.parent_hash);
    return at != nullptr && at->hash == canonical_[final_number];
}

std::optional<sync::BlockData> MemoryChain::find(const Hash256& block, const sync::BlockFields& fields) {
    const auto* found = find_block(block);
    if (found == nullptr) return std::nullopt;
    sync::BlockData out{.hash = block, .header = {}, .body = {}};
    if (fields.header) out.header = scale::encode(found->header);
    if (fields.body) {
        for (const auto& extrinsic : found->body) out.body.push_back(scale::encode(extrinsic));
    }
    return out;
}

std::optional<std::pair<Hash256, sync::BlockNumber>> MemoryChain::parent_of(const Hash256& block) {
    const auto* found = find_block(block);
    if (found == nullptr) return std::nullopt;
    return std::pair(found->header.parent_hash, found->header.number);
}

}  // namespace serinus::network::simulation
