/// Runtime APIs that every node needs, for any runtime. Versions are those of Kusama 1.7.1.
///
/// `R` is the runtime's description: System, Extensions, Extrinsic, `version()`, `metadata(version)`, and
/// `on_runtime_upgrade()` for migrations that belong to no pallet. A runtime instantiates them in one file, which
/// includes core.ipp: `template struct serinus::sdk::api::Core<Runtime>;`.
#pragma once

#include "runtime/sdk/executive.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::sp_runtime::generic::block {

template <class Header, class Extrinsic>
struct Block {
    using Params = sdk::List<sdk::Param<"Header", Header>, sdk::Param<"Extrinsic", Extrinsic>>;
    Header header;
    std::vector<Extrinsic> extrinsics;
};

}  // namespace serinus::sp_runtime::generic::block

namespace serinus::sp_core {

/// Encoded metadata, as the metadata itself calls it.
struct OpaqueMetadata {
    Bytes _0;
};

}  // namespace serinus::sp_core

namespace serinus::sdk::api {

template <class R>
using BlockOf = sp_runtime::generic::block::Block<primitives::Header, typename R::Extrinsic>;

/// The version of the runtime, and the execution of blocks.
template <class R>
struct Core {
    static constexpr ByteArray<8> kId = {0xdf, 0x6a, 0xcb, 0x68, 0x99, 0x07, 0x60, 0x9b};
    static constexpr uint32_t kVersion = 5;

    /// Which runtime this is, and what it can do.
    struct version {
        decltype(R::version()) operator()() const;
    };
    /// Executes a block; fails unless everything in it is right.
    struct execute_block {
        BlockOf<R> block;
        void operator()() const;
    };
    /// Begins a block with the given header, and says what the block may contain.
    struct initialize_block {
        primitives::Header header;
        ExtrinsicInclusionMode operator()() const;
    };
    using Methods = List<version, execute_block, initialize_block>;
};

/// Building blocks, extrinsic by extrinsic.
template <class R>
struct BlockBuilder {
    static constexpr ByteArray<8> kId = {0x40, 0xfe, 0x3a, 0xd4, 0x01, 0xf8, 0x95, 0x9a};
    static constexpr uint32_t kVersion = 6;

    /// Applies an extrinsic; an error means that it may not be in the block.
    struct apply_extrinsic {
        typename R::Extrinsic extrinsic;
        ApplyExtrinsicResult operator()() const;
    };
    /// Ends the block and gives its header.
    struct finalize_block {
        primitives::Header operator()() const;
    };
    /// The inherents that the block needs, from the node's data.
    struct inherent_extrinsics {
        using MetadataOutput = std::vector<typename R::Extrinsic>;
        InherentData inherent;
        std::vector<Bytes> operator()() const;
    };
    /// Whether the inherents of a block agree with the node's data.
    struct check_inherents {
        BlockOf<R> block;
        InherentData data;
        CheckInherentsResult operator()() const;
    };
    using Methods = List<apply_extrinsic, finalize_block, inherent_extrinsics, check_inherents>;
};

/// What the transaction pool asks.
template <class R>
struct TaggedTransactionQueue {
    static constexpr ByteArray<8> kId = {0xd2, 0xbc, 0x98, 0x97, 0xee, 0xd0, 0x8f, 0x15};
    static constexpr uint32_t kVersion = 3;

    /// Whether a transaction could be included on top of a block, and how it relates to others.
    struct validate_transaction {
        TransactionSource source{};
        typename R::Extrinsic tx;
        Hash256 block_hash;
        TransactionValidity operator()() const;
    };
    using Methods = List<validate_transaction>;
};

/// Work beside the chain.
template <class R>
struct OffchainWorkerApi {
    static constexpr ByteArray<8> kId = {0xf7, 0x8b, 0x27, 0x8b, 0xe5, 0x3f, 0x45, 0x4c};
    static constexpr uint32_t kVersion = 2;

    /// Runs the offchain workers of all pallets behind a block.
    struct offchain_worker {
        primitives::Header header;
        void operator()() const;
    };
    using Methods = List<offchain_worker>;
};

/// Nonces of accounts.
template <class R>
struct AccountNonceApi {
    static constexpr ByteArray<8> kId = {0xbc, 0x9d, 0x89, 0x90, 0x4f, 0x5b, 0x92, 0x3f};
    static constexpr uint32_t kVersion = 1;

    /// The nonce of the next transaction of an account.
    struct account_nonce {
        AccountId account;
        Nonce operator()() const;
    };
    using Methods = List<account_nonce>;
};

/// What a runtime says of itself to wallets and libraries.
template <class R>
struct Metadata {
    static constexpr ByteArray<8> kId = {0x37, 0xe3, 0x97, 0xfc, 0x7c, 0x91, 0xf5, 0xe4};
    static constexpr uint32_t kVersion = 2;

    /// The metadata, version 14.
    struct metadata {
        using MetadataOutput = sp_core::OpaqueMetadata;
        Bytes operator()() const;
    };
    /// The metadata in the given version, if there is one.
    struct metadata_at_version {
        using MetadataOutput = std::optional<sp_core::OpaqueMetadata>;
        uint32_t version{};
        std::optional<Bytes> operator()() const;
    };
    /// The versions in which there is metadata.
    struct metadata_versions {
        std::vector<uint32_t> operator()() const;
    };
    using Methods = List<metadata, metadata_at_version, metadata_versions>;
};

}  // namespace serinus::sdk::api
