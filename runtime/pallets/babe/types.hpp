/// What BABE's digests, epochs and reports consist of.
/// Pallet: sp-consensus-babe
#pragma once

#include "runtime/protocol/equivocation.hpp"
#include "runtime/sdk/bounded.hpp"

namespace serinus::sp_core::sr25519::vrf {

/// The claim to a slot: a point, and the proof that it was made with the author's key. Spec: defn-vrf-proof
struct VrfSignature {
    ByteArray<32> output{};
    ByteArray<64> proof{};
    friend bool operator==(const VrfSignature&, const VrfSignature&) = default;
};

}  // namespace serinus::sp_core::sr25519::vrf

namespace serinus::sp_consensus_babe {

using AuthorityId = app::Public;
using AuthorityWeight = uint64_t;
using AuthorityList = std::vector<std::pair<AuthorityId, AuthorityWeight>>;
using Randomness = ByteArray<32>;
using sdk::Slot;

/// Who may make a block in a slot that no primary author has. Spec: defn-babe-constant
enum class AllowedSlots : uint8_t { PrimarySlots, PrimaryAndSecondaryPlainSlots, PrimaryAndSecondaryVRFSlots };

/// `1 - c` is the probability that a slot has no primary author; `c` is a fraction.
struct BabeEpochConfiguration {
    std::pair<uint64_t, uint64_t> c;
    AllowedSlots allowed_slots{};
    friend bool operator==(const BabeEpochConfiguration&, const BabeEpochConfiguration&) = default;
};

/// What a node needs to take part in an epoch. Spec: sect-rte-babeapi-epoch
struct Epoch {
    uint64_t epoch_index{};
    Slot start_slot;
    uint64_t duration{};  ///< slots
    AuthorityList authorities;
    Randomness randomness{};
    BabeEpochConfiguration config;
    friend bool operator==(const Epoch&, const Epoch&) = default;
};

/// The genesis configuration of the engine. Spec: sect-rte-babeapi-epoch
struct BabeConfiguration {
    uint64_t slot_duration{};  ///< ms
    uint64_t epoch_length{};   ///< slots
    std::pair<uint64_t, uint64_t> c;
    AuthorityList authorities;
    Randomness randomness{};
    AllowedSlots allowed_slots{};
    friend bool operator==(const BabeConfiguration&, const BabeConfiguration&) = default;
};

}  // namespace serinus::sp_consensus_babe

namespace serinus::sp_consensus_babe::digests {

using sp_core::sr25519::vrf::VrfSignature;

struct PrimaryPreDigest {
    uint32_t authority_index{};
    Slot slot;
    VrfSignature vrf_signature;
    friend bool operator==(const PrimaryPreDigest&, const PrimaryPreDigest&) = default;
};
struct SecondaryPlainPreDigest {
    uint32_t authority_index{};
    Slot slot;
    friend bool operator==(const SecondaryPlainPreDigest&, const SecondaryPlainPreDigest&) = default;
};
struct SecondaryVRFPreDigest {
    uint32_t authority_index{};
    Slot slot;
    VrfSignature vrf_signature;
    friend bool operator==(const SecondaryVRFPreDigest&, const SecondaryVRFPreDigest&) = default;
};

/// The author's claim to the slot of its block. Spec: defn-babe-header
struct PreDigest {
    struct Primary {
        PrimaryPreDigest _0;
        friend bool operator==(const Primary&, const Primary&) = default;
    };
    struct SecondaryPlain {
        SecondaryPlainPreDigest _0;
        friend bool operator==(const SecondaryPlain&, const SecondaryPlain&) = default;
    };
    struct SecondaryVRF {
        SecondaryVRFPreDigest _0;
        friend bool operator==(const SecondaryVRF&, const SecondaryVRF&) = default;
    };
    scale::Enum<scale::At<1, Primary>, scale::At<2, SecondaryPlain>, scale::At<3, SecondaryVRF>> v;

    bool is_primary() const { return std::holds_alternative<Primary>(v); }
    uint32_t authority_index() const;
    Slot slot() const;
    /// nullptr for a plain claim.
    const VrfSignature* vrf_signature() const;

    friend bool operator==(const PreDigest&, const PreDigest&) = default;
};

/// The claim in a digest item of BABE; nullopt if it is not one, and if a scalar of its proof is not reduced. Bytes
/// behind it are ignored.
std::optional<PreDigest> decode_pre_digest(BytesView data);

/// The first item of BABE in a digest that holds a claim.
std::optional<PreDigest> find_pre_digest(const primitives::Digest& digest);

/// A change of the configuration, to come with the epoch after the next. Spec: defn-consensus-message-babe
struct NextConfigDescriptor {
    struct V1 {
        std::pair<uint64_t, uint64_t> c;
        AllowedSlots allowed_slots;
        friend bool operator==(const V1&, const V1&) = default;
    };
    scale::Enum<scale::At<1, V1>> v;
    friend bool operator==(const NextConfigDescriptor&, const NextConfigDescriptor&) = default;
};

/// What the first block of an epoch says of the next one.
struct NextEpochDescriptor {
    AuthorityList authorities;
    Randomness randomness{};
    friend bool operator==(const NextEpochDescriptor&, const NextEpochDescriptor&) = default;
};

}  // namespace serinus::sp_consensus_babe::digests

namespace serinus::sp_consensus_babe {

/// Messages of the runtime to BABE in a digest. Spec: defn-consensus-message-babe
struct ConsensusLog {
    struct NextEpochData {
        digests::NextEpochDescriptor _0;
    };
    struct OnDisabled {
        uint32_t _0{};  ///< index of the authority
    };
    struct NextConfigData {
        digests::NextConfigDescriptor _0;
    };
    scale::Enum<scale::At<1, NextEpochData>, scale::At<2, OnDisabled>, scale::At<3, NextConfigData>> v;
};

using EquivocationProof = sp_consensus_slots::EquivocationProof<sdk::CallHeader, AuthorityId>;

/// Whether the author of the proof signed two different headers for one slot.
bool check_equivocation_proof(const EquivocationProof& proof);

/// The randomness that a claim gives: input and output of the VRF hashed together. nullopt if the key or the output is
/// no element of the group. The proof is not checked: whoever imports the block has done that before.
/// Spec: defn-babe-vrf-transcript
std::optional<Randomness> claim_randomness(const AuthorityId& author, const Randomness& epoch_randomness, Slot slot,
                                           uint64_t epoch_index, const ByteArray<32>& output);

}  // namespace serinus::sp_consensus_babe
