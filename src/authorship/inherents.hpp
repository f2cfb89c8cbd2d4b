/// What the author tells the runtime, so that it can make its inherents.
#pragma once

#include "chain/import/inherents.hpp"
#include "codec/scale.hpp"
#include "primitives/block.hpp"

namespace serinus::authorship {

using chain::inherent_identifier;
using chain::InherentData;
using chain::InherentIdentifier;
using chain::kBabeInherent;
using chain::kTimestampInherent;

inline constexpr InherentIdentifier kAuraInherent = inherent_identifier("auraslot");    ///< u64
inline constexpr InherentIdentifier kUnclesInherent = inherent_identifier("uncles00");  ///< Vec<Header>
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
