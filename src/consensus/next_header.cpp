#include "consensus/next_header.hpp"

#include "consensus/babe/author.hpp"

namespace serinus::consensus {

using primitives::Header;
using primitives::digest::PreRuntime;

Header next_header(const Header& parent) {
    Header out;
    out.parent_hash = primitives::header_hash(parent);
    out.number = {parent.number.value + 1};
    for (const auto& item : parent.digest) {
        const auto* pre = std::get_if<PreRuntime>(&item);
        if (pre == nullptr) continue;
        PreRuntime next = *pre;
        if (pre->engine == primitives::kBabeEngine) {
            const auto claim = scale::decode<babe::PreDigest>(pre->data);
            if (!claim) continue;
            out.digest.push_back(babe::pre_runtime(
                babe::PreDigest(babe::SecondaryPlain{.authority_index = 0, .slot = babe::slot_of(*claim) + 1})));
            continue;
        }
        if (pre->engine == primitives::kAuraEngine && pre->data.size() == sizeof(uint64_t)) {
            next.data = scale::encode(load_le<uint64_t>(pre->data.data()) + 1);
        }
        out.digest.emplace_back(std::move(next));
    }
    return out;
}

}  // namespace serinus::consensus
