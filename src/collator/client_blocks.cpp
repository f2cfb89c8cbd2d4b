#include "collator/client_blocks.hpp"

namespace serinus::collator {

std::optional<primitives::Header> ClientBlocks::find_header(const Hash256& hash) {
    const auto header = client_->find_header(hash);
    return header && *header ? std::optional(**header) : std::nullopt;
}

std::vector<Hash256> ClientBlocks::children_of(const Hash256& hash) {
    std::vector<Hash256> out;
    const auto header = find_header(hash);
    if (!header) return out;
    const auto above = client_->hashes_at(header->number + 1);
    if (!above) return out;
    for (const Hash256& one : *above) {
        const auto child = find_header(one);
        if (child && child->parent_hash == hash) out.push_back(one);
    }
    return out;
}

}  // namespace serinus::collator
