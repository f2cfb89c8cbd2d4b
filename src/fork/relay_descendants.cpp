#include "fork/relay_descendants.hpp"

#include "consensus/babe/author.hpp"

namespace serinus::fork {
namespace {

/// Not secret: nothing but the runtimes of forks believes it.
const crypto::sr25519::KeyPair& author() {
    static const auto pair = crypto::sr25519::expand(crypto::sr25519::MiniSecret{});
    return pair;
}

}  // namespace

std::vector<consensus::babe::Authority> relay_authorities() { return {{.key = author().public_key, .weight = 1}}; }

std::vector<primitives::Header> make_relay_descendants(uint32_t number, const Hash256& state_root, uint64_t slot,
                                                       uint32_t count) {
    std::vector<primitives::Header> out;
    for (uint32_t i = 0; i <= count; ++i) {
        primitives::Header header;
        if (i > 0) header.parent_hash = primitives::header_hash(out.back());
        header.number = number + i;
        header.state_root = state_root;
        header.digest = {consensus::babe::pre_runtime(
            consensus::babe::PreDigest(consensus::babe::SecondaryPlain{.authority_index = 0, .slot = slot + i}))};
        const Hash256 unsealed = primitives::header_hash(header);
        header.digest.push_back(consensus::babe::make_seal(unsealed, author(), {}));
        out.push_back(std::move(header));
    }
    return out;
}

}  // namespace serinus::fork
