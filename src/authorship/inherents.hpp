/// What the author tells the runtime, so that it can make its inherents.
#pragma once

#include <map>

#include "codec/scale.hpp"
#include "primitives/block.hpp"

namespace serinus::authorship {

/// Spec: defn-inherent-data
using InherentIdentifier = ByteArray<8>;
using InherentData = std::map<InherentIdentifier, Bytes>;

consteval InherentIdentifier inherent_identifier(const char (&name)[9]) {
    InherentIdentifier out{};
    for (size_t i = 0; i < 8; ++i) out[i] = static_cast<uint8_t>(name[i]);
    return out;
}

inline constexpr InherentIdentifier kTimestampInherent = inherent_identifier("timstap0");  ///< u64, milliseconds
inline constexpr InherentIdentifier kBabeInherent = inherent_identifier("babeslot");       ///< u64
inline constexpr InherentIdentifier kAuraInherent = inherent_identifier("auraslot");       ///< u64
inline constexpr InherentIdentifier kUnclesInherent = inherent_identifier("uncles00");     ///< Vec<Header>
inline constexpr InherentIdentifier kParachainsInherent = inherent_identifier("parachn0");

/// What a relay chain's runtime wants to hear of parachains; without any, all lists are empty.
/// Spec: defn-parachain-inherent-data
struct ParachainsInherentData {
    std::vector<uint8_t> bitfields;          ///< empty: its element type does not matter
    std::vector<uint8_t> backed_candidates;  ///< likewise
    std::vector<uint8_t> disputes;           ///< likewise
    primitives::Header parent_header;
};

/// Of a block in any chain: the time and no uncles. Runtimes pass over identifiers that they do not know.
InherentData common_inherents(uint64_t timestamp_ms);

}  // namespace serinus::authorship
