/// What the author tells the runtime, so that it can make its inherents.
#pragma once

#include "chain/import/inherents.hpp"
#include "codec/scale.hpp"
#include "primitives/block.hpp"

namespace serinus::authorship {

using chain::inherent_identifier;
using chain::InherentData;
using chain::InherentIdentifier;
using chain::kAuraInherent;
using chain::kBabeInherent;
using chain::kTimestampInherent;

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

/// Of a block in any chain: the time and no uncles.
InherentData common_inherents(uint64_t timestamp_ms);

/// common_inherents().
std::shared_ptr<chain::InherentProvider> provide_common_inherents();
/// The slot, under the identifier of the engine.
std::shared_ptr<chain::InherentProvider> provide_slot(const InherentIdentifier& identifier);
/// For a runtime with the API ParachainHost: no bitfields, candidates or disputes.
std::shared_ptr<chain::InherentProvider> provide_no_parachains();

}  // namespace serinus::authorship
