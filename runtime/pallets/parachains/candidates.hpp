/// Candidates: blocks of parachains on their way into the relay chain, and what validators sign of them.
/// Source: polkadot_primitives 1.0.0, v5 (polkadot-sdk v1.1.0)
#pragma once

#include "codec/bit_sequence.hpp"
#include "runtime/pallets/parachains/primitives.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::polkadot_core_primitives {

/// BLAKE2b-256 of a candidate's receipt.
struct CandidateHash {
    Hash256 _0;
    friend auto operator<=>(const CandidateHash&, const CandidateHash&) = default;
};

/// A message of a parachain to another one.
template <class Id>
struct OutboundHrmpMessage {
    using Params = sdk::List<sdk::Param<"Id", Id>>;
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

inline bool verifies(const ValidatorSignature& signature, BytesView message, const ValidatorId& key) {
    return sdk::host::sr25519_verify(signature._0._0, message, key._0._0);
}

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
using UpwardMessages = sdk::BoundedVec<Bytes, kMaxMessages>;
using HorizontalMessages = sdk::BoundedVec<polkadot_core_primitives::OutboundHrmpMessage<ParaId>, kMaxMessages>;

/// What a candidate is, short.
struct CandidateDescriptor {
    using Params = sdk::List<sdk::Param<"H", Hash256>>;

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
    bool collator_has_signed() const {
        return sdk::host::sr25519_verify(signature._0._0, signing_payload(), collator._0._0);
    }
    friend bool operator==(const CandidateDescriptor&, const CandidateDescriptor&) = default;
};

struct CandidateReceipt {
    using Params = sdk::List<sdk::Param<"H", Hash256>>;

    CandidateDescriptor descriptor;
    Hash256 commitments_hash;

    CandidateHash hash() const { return {sdk::host::blake2_256(scale::encode(*this))}; }
    friend bool operator==(const CandidateReceipt&, const CandidateReceipt&) = default;
};

/// What a candidate does to the relay chain when it is included.
struct CandidateCommitments {
    using Params = sdk::List<sdk::Param<"N", sdk::BlockNumber>>;

    UpwardMessages upward_messages;
    HorizontalMessages horizontal_messages;
    std::optional<ValidationCode> new_validation_code;
    HeadData head_data;
    uint32_t processed_downward_messages{};
    sdk::BlockNumber hrmp_watermark{};  ///< up to which block it has read the messages of other parachains

    Hash256 hash() const { return sdk::host::blake2_256(scale::encode(*this)); }
    friend bool operator==(const CandidateCommitments&, const CandidateCommitments&) = default;
};

struct CommittedCandidateReceipt {
    using Params = sdk::List<sdk::Param<"H", Hash256>>;

    CandidateDescriptor descriptor;
    CandidateCommitments commitments;

    CandidateReceipt to_plain() const { return {descriptor, commitments.hash()}; }
    CandidateHash hash() const { return to_plain().hash(); }
    friend bool operator==(const CommittedCandidateReceipt&, const CommittedCandidateReceipt&) = default;
};

/// The part of a candidate's input that the relay chain keeps.
struct PersistedValidationData {
    using Params = sdk::List<sdk::Param<"H", Hash256>, sdk::Param<"N", sdk::BlockNumber>>;

    HeadData parent_head;
    sdk::BlockNumber relay_parent_number{};
    Hash256 relay_parent_storage_root;
    uint32_t max_pov_size{};

    Hash256 hash() const { return sdk::host::blake2_256(scale::encode(*this)); }
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
    using Params = sdk::List<sdk::Param<"H", Hash256>>;

    CommittedCandidateReceipt candidate;
    std::vector<ValidityAttestation> validity_votes;  ///< in the order of the bits that are set
    Bits validator_indices;                           ///< who has signed: a bit for each member of the group

    const CandidateDescriptor& descriptor() const { return candidate.descriptor; }
    CandidateHash hash() const { return candidate.hash(); }
    CandidateReceipt receipt() const { return candidate.to_plain(); }
    friend bool operator==(const BackedCandidate&, const BackedCandidate&) = default;
};

/// How many of the group have signed; nullopt if bits and signatures do not fit, or a signature is wrong.
/// `key_of(i)`: the key of the group's member i, nullptr if there is none.
template <class KeyOf>
std::optional<size_t> count_backing(const BackedCandidate& backed, const SigningContext& context, size_t group_size,
                                    KeyOf&& key_of) {
    const auto& bits = backed.validator_indices;
    const auto& votes = backed.validity_votes;
    if (bits.size() != group_size || votes.size() > group_size) return std::nullopt;
    const CandidateHash hash = backed.hash();
    size_t counted = 0;
    for (size_t i = 0; i < bits.size() && counted < votes.size(); ++i) {
        if (!bits[i]) continue;
        const ValidatorId* const key = key_of(i);
        const ValidityAttestation& vote = votes[counted];
        if (!key || !verifies(vote.signature(), vote.signing_payload(hash, context), *key)) return std::nullopt;
        ++counted;
    }
    if (counted != votes.size()) return std::nullopt;
    return counted;
}

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
    using Params = sdk::List<sdk::Param<"Payload", Payload>, sdk::Param<"RealPayload", Payload>>;

    Payload payload;
    ValidatorIndex validator_index;
    ValidatorSignature signature;

    Bytes signing_payload(const SigningContext& context) const { return scale::encode(std::tie(payload, context)); }
    bool has_signed(const ValidatorId& key, const SigningContext& context) const {
        return verifies(signature, signing_payload(context), key);
    }
    friend bool operator==(const UncheckedSigned&, const UncheckedSigned&) = default;
};

}  // namespace signed_

using signed_::UncheckedSigned;
using UncheckedSignedAvailabilityBitfield = UncheckedSigned<AvailabilityBitfield>;
using UncheckedSignedAvailabilityBitfields = std::vector<UncheckedSignedAvailabilityBitfield>;

/// The same, checked: only who has checked the signature makes one.
struct SignedAvailabilityBitfield {
    AvailabilityBitfield payload;
    ValidatorIndex validator_index;
};
using SignedAvailabilityBitfields = std::vector<SignedAvailabilityBitfield>;

}  // namespace v5
}  // namespace serinus::polkadot_primitives
