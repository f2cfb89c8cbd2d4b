/// What the node asks for BABE, GRANDPA, authority discovery and session keys.
/// Spec: sect-babeapi, sect-grandpaapi, sect-runtime-sessionkeys-module
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/session_keys.hpp"
#include "runtime/pallets/babe/babe.hpp"
#include "runtime/pallets/grandpa/grandpa.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::sp_consensus_babe {

/// An encoded membership proof: the node carries it without looking inside.
struct OpaqueKeyOwnershipProof {
    Bytes _0;
};

}  // namespace serinus::sp_consensus_babe

namespace serinus::sp_consensus_grandpa {

/// An encoded membership proof: the node carries it without looking inside.
struct OpaqueKeyOwnershipProof {
    Bytes _0;
};

}  // namespace serinus::sp_consensus_grandpa

namespace serinus::kusama {

/// What BABE needs to make and to check blocks.
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
        std::optional<sdk::Unit> operator()() const;
    };
    using Methods = sdk::List<configuration, current_epoch_start, current_epoch, next_epoch,
                              generate_key_ownership_proof, submit_report_equivocation_unsigned_extrinsic>;
};

/// What GRANDPA needs to finalize.
struct GrandpaApi {
    static constexpr uint32_t kVersion = 3;
    static constexpr ByteArray<8> kId = {0xed, 0x99, 0xc5, 0xac, 0xb2, 0x5e, 0xed, 0xf5};

    /// The authorities with their weights, as they are after this block.
    struct grandpa_authorities {
        sp_consensus_grandpa::AuthorityList operator()() const;
    };
    /// Puts a report into the pool of the node that calls.
    struct submit_report_equivocation_unsigned_extrinsic {
        pallet_grandpa::EquivocationProof equivocation_proof;
        sp_consensus_grandpa::OpaqueKeyOwnershipProof key_owner_proof;
        std::optional<sdk::Unit> operator()() const;
    };
    /// Shows that a key is a validator's in the session of this block. The set is ignored.
    struct generate_key_ownership_proof {
        sp_consensus_grandpa::SetId set_id{};
        sp_consensus_grandpa::AuthorityId authority_id;
        std::optional<sp_consensus_grandpa::OpaqueKeyOwnershipProof> operator()() const;
    };
    /// The id of the current set of authorities.
    struct current_set_id {
        sp_consensus_grandpa::SetId operator()() const;
    };
    using Methods = sdk::List<grandpa_authorities, submit_report_equivocation_unsigned_extrinsic,
                              generate_key_ownership_proof, current_set_id>;
};

/// Where validators publish their addresses.
struct AuthorityDiscoveryApi {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0x68, 0x7a, 0xd4, 0x4a, 0xd3, 0x7f, 0x03, 0xc2};

    /// The keys of current and next authorities.
    struct authorities {
        std::vector<sp_authority_discovery::app::Public> operator()() const;
    };
    using Methods = sdk::List<authorities>;
};

/// The keys that a validator acts under.
struct SessionKeys {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0xab, 0x3c, 0x05, 0x72, 0x29, 0x1f, 0xeb, 0x8b};

    /// Makes new keys in the node's keystore, and gives the public ones, encoded.
    struct generate_session_keys {
        std::optional<Bytes> seed;  ///< a secret URI, for tests
        Bytes operator()() const;
    };
    /// Each key with its type; nothing if they are no session keys.
    struct decode_session_keys {
        Bytes encoded;
        std::optional<std::vector<std::pair<Bytes, sdk::KeyTypeId>>> operator()() const;
    };
    using Methods = sdk::List<generate_session_keys, decode_session_keys>;
};

}  // namespace serinus::kusama
