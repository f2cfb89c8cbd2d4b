#include "primitives/header.hpp"

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::primitives {

Hash256 header_hash(const Header& header) { return hashing::blake2b_256(scale::encode(header)); }

Hash256 unsealed_hash(const Header& header) {
    Header unsealed = header;
    take_seal(unsealed);
    return header_hash(unsealed);
}

std::optional<digest::Seal> take_seal(Header& header) {
    if (header.digest.empty()) return std::nullopt;
    auto* const seal = std::get_if<digest::Seal>(&header.digest.back());
    if (seal == nullptr) return std::nullopt;
    std::optional<digest::Seal> taken = std::move(*seal);
    header.digest.pop_back();
    return taken;
}

}  // namespace serinus::primitives
