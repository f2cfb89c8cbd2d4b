/// What validators hand each other beside the types that the relay chain knows: proofs, chunks, full statements,
/// certificates of assignments and votes in disputes.
/// Observed: polkadot-node-primitives 28.0.0, polkadot-primitives 26.0.0 (v9).
#pragma once

#include "erasure/branches.hpp"
#include "primitives/parachain/core.hpp"
#include "primitives/parachain/dispute_votes.hpp"

namespace serinus::parachain {

using polkadot_primitives::CandidateHash;
using polkadot_primitives::HeadData;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::Bits;
using polkadot_primitives::v5::CandidateReceipt;
using polkadot_primitives::v5::CommittedCandidateReceipt;
using polkadot_primitives::v5::CompactStatement;
using polkadot_primitives::v5::CoreIndex;
using polkadot_primitives::v5::GroupIndex;
using polkadot_primitives::v5::PersistedValidationData;
using polkadot_primitives::v5::SessionIndex;
using polkadot_primitives::v5::SigningContext;
using polkadot_primitives::v5::UncheckedSignedAvailabilityBitfield;
using polkadot_primitives::v5::ValidatorIndex;
using polkadot_primitives::v5::ValidatorSignature;
using polkadot_primitives::v9::approval_payload;
using polkadot_primitives::v9::kMaxCoalescedApprovals;
using polkadot_primitives::v9::signing_payload;
using polkadot_primitives::v9::ValidVoteKind;
using primitives::BlockNumber;

using AuthorityId = ByteArray<32>;  ///< a key of authority discovery

/// The indices of the bits that are set, ascending.
std::vector<size_t> ones_of(const Bits& bits);
/// These bits, up to the last one. The indices come in any order.
Bits bits_of(const std::vector<size_t>& indices);

/// The proof by which a candidate is executed: bytes of the parachain's own, raw or compressed with zstd.
struct PoV {
    Bytes block_data;

    Hash256 hash() const { return hashing::blake2b_256(scale::encode(*this)); }
    friend bool operator==(const PoV&, const PoV&) = default;
};

/// The most bytes of a proof once decompressed: four times the largest that any configuration of today allows (10 MiB).
inline constexpr size_t kPovBombLimit = size_t{40} * 1024 * 1024;

/// The data cut into chunks: with it any validator can check a candidate.
struct AvailableData {
    PoV pov;
    PersistedValidationData validation_data;
    friend bool operator==(const AvailableData&, const AvailableData&) = default;
};

/// A chunk with the branch that proves it to be the one of this index.
struct ErasureChunk {
    Bytes chunk;
    uint32_t index{};
    erasure::Branch proof;
    friend bool operator==(const ErasureChunk&, const ErasureChunk&) = default;
};

/// A statement about a candidate with the magic bytes that begin what is signed; they go over the wire too.
struct WireStatement {
    CompactStatement statement;

    const CandidateHash& candidate_hash() const noexcept {
        if (const auto* seconded = std::get_if<CompactStatement::Seconded>(&statement.v)) return seconded->_0;
        return std::get<CompactStatement::Valid>(statement.v)._0;
    }
    bool is_seconded() const noexcept { return std::holds_alternative<CompactStatement::Seconded>(statement.v); }
    friend bool operator==(const WireStatement& a, const WireStatement& b) noexcept {
        return a.is_seconded() == b.is_seconded() && a.candidate_hash() == b.candidate_hash();
    }
};

/// A statement that nobody has checked.
struct SignedStatement {
    WireStatement payload;
    ValidatorIndex validator_index;
    ValidatorSignature signature;

    Bytes signing_payload(const SigningContext& context) const { return payload.statement.signing_payload(context); }
    friend bool operator==(const SignedStatement&, const SignedStatement&) = default;
};

/// A statement that brings its candidate. It is signed as the short one.
struct FullStatement {
    struct Seconded {
        CommittedCandidateReceipt _0;
        friend bool operator==(const Seconded&, const Seconded&) = default;
    };
    struct Valid {
        CandidateHash _0;
        friend bool operator==(const Valid&, const Valid&) = default;
    };
    scale::Enum<scale::At<1, Seconded>, scale::At<2, Valid>> v;

    CompactStatement to_compact() const {
        if (const auto* seconded = std::get_if<Seconded>(&v)) {
            return {CompactStatement::Seconded{seconded->_0.hash()}};
        }
        return {CompactStatement::Valid{std::get<Valid>(v)._0}};
    }
    friend bool operator==(const FullStatement&, const FullStatement&) = default;
};

struct SignedFullStatement {
    FullStatement payload;
    ValidatorIndex validator_index;
    ValidatorSignature signature;
    friend bool operator==(const SignedFullStatement&, const SignedFullStatement&) = default;
};

}  // namespace serinus::parachain

namespace serinus::scale {

template <>
struct Codec<parachain::WireStatement> {
    static constexpr size_t kMinSize = 37;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;
    static constexpr ByteArray<4> kMagic = {'B', 'K', 'N', 'G'};

    static size_t size(const parachain::WireStatement&) noexcept { return kMinSize; }
    static void write(Encoder& out, const parachain::WireStatement& value) {
        out.append(kMagic);
        encode_to(out, value.statement);
    }
    static bool read(Decoder& in, parachain::WireStatement& value) {
        const uint8_t* at;
        if (!in.take(kMagic.size(), at)) return false;
        if (!std::equal(kMagic.begin(), kMagic.end(), at)) return in.fail(DecodeFault::kUnknownVariant, at, *at);
        return decode_into(in, value.statement);
    }
};

}  // namespace serinus::scale
