/// Who signs two blocks for one slot, and the proof of it.
#pragma once

#include <map>

#include "consensus/babe/types.hpp"

namespace serinus::consensus::babe {

/// Two headers of one author and slot, with their seals. Its SCALE encoding is what the runtime takes.
/// Spec: defn-producer-equivocation
struct EquivocationProof {
    crypto::sr25519::PublicKey offender;
    Slot slot = 0;
    primitives::Header first;
    primitives::Header second;

    friend bool operator==(const EquivocationProof&, const EquivocationProof&) = default;
};

/// Remembers one header for each author and slot of the last slots. One thread at a time.
///
/// Memory: at most kMaxHeaders headers. Observed: sc_consensus_slots of polkadot v1.0.0 keeps 1000 slots behind the
/// present one and lets what is older pile up to another 1000 before it removes it.
class EquivocationDetector {
  public:
    static constexpr uint64_t kSlots = 1000;
    static constexpr size_t kMaxHeaders = 8192;  ///< ours: eight authors in each slot; then the oldest slot goes

    /// Takes a header whose seal was found good. A proof if the author signed another one for the slot; the first of
    /// the two stays remembered. Slots that lie too far back, or ahead of `slot_now`, are not looked at.
    std::optional<EquivocationProof> add(Slot slot_now, Slot slot, const crypto::sr25519::PublicKey& author,
                                         const primitives::Header& header);

    size_t header_count() const noexcept { return headers_.size(); }

  private:
    std::map<std::pair<Slot, crypto::sr25519::PublicKey>, primitives::Header> headers_;
};

}  // namespace serinus::consensus::babe
