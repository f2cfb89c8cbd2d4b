/// Spec: sect-babeapi. `R` has Babe, Historical and kBabeGenesisEpochConfig.
#pragma once

#include "runtime/pallets/babe/babe.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::sp_consensus_babe {

/// An encoded membership proof: the node carries it without looking inside.
struct OpaqueKeyOwnershipProof {
    Bytes _0;
};

}  // namespace serinus::sp_consensus_babe

namespace serinus::pallet_babe::api {

/// What BABE needs to make and to check blocks.
template <class R>
struct BabeApi {
    static constexpr uint32_t kVersion = 2;
    static constexpr ByteArray<8> kId = {0xcb, 0xca, 0x25, 0xe3, 0x9f, 0x14, 0x23, 0x87};

    /// The configuration of the engine, with the current epoch's authorities and randomness.
    struct configuration {
        sp_consensus_babe::BabeConfiguration operator()() const;
    };
    /// The first slot of the current epoch.
    struct current_epoch_start {
        sp_consensus_babe::Slot operator()() const;
    };
    /// The current epoch.
    struct current_epoch {
        sp_consensus_babe::Epoch operator()() const;
    };
    /// The next epoch, as it was announced.
    struct next_epoch {
        sp_consensus_babe::Epoch operator()() const;
    };
    /// Shows that a key is a validator's in the session of this block. The slot is ignored.
    struct generate_key_ownership_proof {
        sp_consensus_babe::Slot slot;
        sp_consensus_babe::AuthorityId authority_id;
        std::optional<sp_consensus_babe::OpaqueKeyOwnershipProof> operator()() const;
    };
    /// Puts a report into the pool of the node that calls.
    struct submit_report_equivocation_unsigned_extrinsic {
        sp_consensus_babe::EquivocationProof equivocation_proof;
        sp_consensus_babe::OpaqueKeyOwnershipProof key_owner_proof;
        std::optional<Unit> operator()() const;
    };
    using Methods = List<configuration, current_epoch_start, current_epoch, next_epoch, generate_key_ownership_proof,
                         submit_report_equivocation_unsigned_extrinsic>;
};

}  // namespace serinus::pallet_babe::api
