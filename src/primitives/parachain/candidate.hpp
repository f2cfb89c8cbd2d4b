/// Candidates: blocks of parachains on their way into the relay chain, and what validators sign of them.
/// Source: polkadot_primitives 1.0.0, v5 (polkadot-sdk v1.1.0)
#pragma once

#include "codec/bit_sequence.hpp"
#include "codec/bounded.hpp"
#include "primitives/parachain/parachain.hpp"

namespace serinus::polkadot_core_primitives {

/// BLAKE2b-256 of a candidate's receipt.
struct CandidateHash {
    Hash256 _0;
    friend auto operator<=>(const CandidateHash&, const CandidateHash&) = default;
};

/// A message of a parachain to another one.
template <class Id>
struct OutboundHrmpMessage {
    Id recipient;
    Bytes data;
    friend bool operator==(const OutboundHrmpMessage&, const OutboundHrmpMessage&) = default;
};

}  // namespace serinus::polkadot_core_primitives

namespace serinus::polkadot_primitives {

using polkadot_core_primitives::CandidateHash;

namespace v5 {

using SessionIndex = uint32_t;
using ValidatorSignature = validator_app::Signature;
/// A bit for each core, each validator, or each member of a group.
using Bits = scale::BitSequence<scale::BitOrder::kLsb0>;

namespace collator_app {

struct Public {
    sp_core::sr25519::Public _0;
    friend auto operator<=>(const Public&, const Public&) = default;
};
struct Signature {
    sp_core::sr25519::Signature _0;
    friend auto operator<=>(const Signature&, const Signature&) = default;
};

}  // namespace collator_app

/// The most messages that any configuration allows a candidate.
inline constexpr uint32_t kMaxMessages = 16 * 1024;
using UpwardMessages = scale::BoundedVec<Bytes, kMaxMessages>;
using HorizontalMessages = scale::BoundedVec<polkadot_core_primitives::OutboundHrmpMessage<ParaId>, kMaxMessages>;

/// What a candidate is, short.
struct CandidateDescriptor {
    ParaId para_id;
    Hash256 relay_parent;  ///< the relay chain's block that it is executed on
    collator_app::Public collator;
    Hash256 persisted_validation_data_hash;
    Hash256 pov_hash;      ///< of the proof by which validators execute it
    Hash256 erasure_root;  ///< over the chunks of that proof
    collator_app::Signature signature;
    Hash256 para_head;  ///< hash of the head that it leads to
    ValidationCodeHash validation_code_hash;

    /// What the collator signs.
    Bytes signing_payload() const {
        return scale::encode(
            std::tuple(relay_parent, para_id, persisted_validation_data_hash, pov_hash, validation_code_hash));
    }
    friend bool operator==(const CandidateDescriptor&, const CandidateDescriptor&) = default;
};

struct CandidateReceipt {
    CandidateDescriptor descriptor;
    Hash256 commitments_hash;

    CandidateHash hash() const { return {hashing::blake2b_256(scale::encode(*this))}; }
    friend bool operator==(const CandidateReceipt&, const CandidateReceipt&) = default;
};

/// What a candidate does to the relay chain when it is included.
struct CandidateCommitments {
    UpwardMessages upward_messages;
    HorizontalMessages horizontal_messages;
    std::optional<ValidationCode> new_validation_code;
    HeadData head_data;
    uint32_t processed_downward_messages{};
    BlockNumber hrmp_watermark{};  ///< up to which block it has read the messages of other parachains

    Hash256 hash() const { return hashing::blake2b_256(scale::encode(*this)); }
    friend bool operator==(const CandidateCommitments&, const CandidateCommitments&) = default;
};

struct CommittedCandidateReceipt {
    CandidateDescriptor descriptor;
    CandidateCommitments commitments;

    CandidateReceipt to_plain() const { return {descriptor, commitments.hash()}; }
    CandidateHash hash() const { return to_plain().hash(); }
    friend bool operator==(const CommittedCandidateReceipt&, const CommittedCandidateReceipt&) = default;
};

/// The part of a candidate's input that the relay chain keeps.
struct PersistedValidationData {
    HeadData parent_head;
    BlockNumber relay_parent_number{};
    Hash256 relay_parent_storage_root;
    uint32_t max_pov_size{};

    Hash256 hash() const { return hashing::blake2b_256(scale::encode(*this)); }
    friend bool operator==(const PersistedValidationData&, const PersistedValidationData&) = default;
};

/// For what a signature counts: a session, and a block of the relay chain. It is signed behind the statement.
struct SigningContext {
    SessionIndex session_index{};
    Hash256 parent_hash;
};

/// A statement of the backing group on a candidate, as it is signed.
struct CompactStatement {
    struct Seconded {
        CandidateHash _0;
    };
    struct Valid {
        CandidateHash _0;
    };
    scale::Enum<scale::At<1, Seconded>, scale::At<2, Valid>> v;

    Bytes signing_payload(const SigningContext& context) const {
        constexpr ByteArray<4> kMagic = {'B', 'K', 'N', 'G'};
        return scale::encode(std::tuple(kMagic, v, context));
    }
};

/// A backer's signature: of having seconded the candidate, which says implicitly that it is valid, or of its validity.
struct ValidityAttestation {
    struct Implicit {
        ValidatorSignature _0;
        friend bool operator==(const Implicit&, const Implicit&) = default;
    };
    struct Explicit {
        ValidatorSignature _0;
        friend bool operator==(const Explicit&, const Explicit&) = default;
    };
    scale::Enum<scale::At<1, Implicit>, scale::At<2, Explicit>> v;

    bool is_implicit() const { return std::holds_alternative<Implicit>(v); }
    const ValidatorSignature& signature() const {
        return is_implicit() ? std::get<Implicit>(v)._0 : std::get<Explicit>(v)._0;
    }
    /// What was signed.
    Bytes signing_payload(const CandidateHash& candidate, const SigningContext& context) const {
        if (is_implicit()) return CompactStatement{CompactStatement::Seconded{candidate}}.signing_payload(context);
        return CompactStatement{CompactStatement::Valid{candidate}}.signing_payload(context);
    }
    friend bool operator==(const ValidityAttestation&, const ValidityAttestation&) = default;
};

/// A candidate with the signatures of its group.
struct BackedCandidate {
    CommittedCandidateReceipt candidate;
    std::vector<ValidityAttestation> validity_votes;  ///< in the order of the bits that are set
    Bits validator_indices;                           ///< who has signed: a bit for each member of the group

    const CandidateDescriptor& descriptor() const { return candidate.descriptor; }
    CandidateHash hash() const { return candidate.hash(); }
    CandidateReceipt receipt() const { return candidate.to_plain(); }
    friend bool operator==(const BackedCandidate&, const BackedCandidate&) = default;
};

/// How many of a group must back a candidate.
constexpr size_t effective_minimum_backing_votes(size_t group_size, uint32_t configured) noexcept {
    return std::min<size_t>(group_size, configured);
}

/// Of so many validators, at most so many may lie.
constexpr size_t byzantine_threshold(size_t validators) noexcept { return validators == 0 ? 0 : (validators - 1) / 3; }

/// The cores whose candidate a validator has its chunk of.
struct AvailabilityBitfield {
    Bits _0;
    friend bool operator==(const AvailabilityBitfield&, const AvailabilityBitfield&) = default;
};

namespace signed_ {

/// A statement with a signature that nobody has checked.
template <class Payload>
struct UncheckedSigned {
    Payload payload;
    ValidatorIndex validator_index;
    ValidatorSignature signature;

    Bytes signing_payload(const SigningContext& context) const { return scale::encode(std::tie(payload, context)); }
    friend bool operator==(const UncheckedSigned&, const UncheckedSigned&) = default;
};

}  // namespace signed_

using signed_::UncheckedSigned;
using UncheckedSignedAvailabilityBitfield = UncheckedSigned<AvailabilityBitfield>;
using UncheckedSignedAvailabilityBitfields = std::vector<UncheckedSignedAvailabilityBitfield>;

}  // namespace v5
}  // namespace serinus::polkadot_primitives

namespace serinus::scale {

/// Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<polkadot_primitives::v5::ValidityAttestation>{65, 1};
/// None is one of the values that the capacity of a sequence never has.
template <>
inline constexpr RustLayout kRustLayout<std::optional<polkadot_parachain_primitives::primitives::ValidationCode>> =
    kRustVec;

}  // namespace serinus::scale
