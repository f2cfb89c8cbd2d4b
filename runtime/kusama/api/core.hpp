/// Runtime APIs that every node needs: blocks, extrinsics, nonces, fees. Versions are those of Kusama 1.0.0.
#pragma once

#include "runtime/kusama/runtime.hpp"
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

namespace serinus::kusama {

using Block = sp_runtime::generic::block::Block<primitives::Header, Extrinsic>;

/// The version of the runtime, and the execution of blocks.
struct Core {
    static constexpr ByteArray<8> kId = {0xdf, 0x6a, 0xcb, 0x68, 0x99, 0x07, 0x60, 0x9b};
    static constexpr uint32_t kVersion = 4;

    /// Which runtime this is, and what it can do.
    struct version {
        sdk::RuntimeVersion operator()() const;
    };
    /// Executes a block; fails unless everything in it is right.
    struct execute_block {
        Block block;
        void operator()() const;
    };
    /// Begins a block with the given header.
    struct initialize_block {
        primitives::Header header;
        void operator()() const;
    };
    using Methods = sdk::List<version, execute_block, initialize_block>;
};

/// Building blocks, extrinsic by extrinsic.
struct BlockBuilder {
    static constexpr ByteArray<8> kId = {0x40, 0xfe, 0x3a, 0xd4, 0x01, 0xf8, 0x95, 0x9a};
    static constexpr uint32_t kVersion = 6;

    /// Applies an extrinsic; an error means that it may not be in the block.
    struct apply_extrinsic {
        Extrinsic extrinsic;
        sdk::ApplyExtrinsicResult operator()() const;
    };
    /// Ends the block and gives its header.
    struct finalize_block {
        primitives::Header operator()() const;
    };
    /// The inherents that the block needs, from the node's data.
    struct inherent_extrinsics {
        using MetadataOutput = std::vector<Extrinsic>;
        sdk::InherentData inherent;
        std::vector<Bytes> operator()() const;
    };
    /// Whether the inherents of a block agree with the node's data.
    struct check_inherents {
        Block block;
        sdk::InherentData data;
        sdk::CheckInherentsResult operator()() const;
    };
    using Methods = sdk::List<apply_extrinsic, finalize_block, inherent_extrinsics, check_inherents>;
};

/// What the transaction pool asks.
struct TaggedTransactionQueue {
    static constexpr ByteArray<8> kId = {0xd2, 0xbc, 0x98, 0x97, 0xee, 0xd0, 0x8f, 0x15};
    static constexpr uint32_t kVersion = 3;

    /// Whether a transaction could be included on top of a block, and how it relates to others.
    struct validate_transaction {
        sdk::TransactionSource source{};
        Extrinsic tx;
        Hash256 block_hash;
        sdk::TransactionValidity operator()() const;
    };
    using Methods = sdk::List<validate_transaction>;
};

/// Work beside the chain.
struct OffchainWorkerApi {
    static constexpr ByteArray<8> kId = {0xf7, 0x8b, 0x27, 0x8b, 0xe5, 0x3f, 0x45, 0x4c};
    static constexpr uint32_t kVersion = 2;

    /// Runs the offchain workers of all pallets behind a block.
    struct offchain_worker {
        primitives::Header header;
        void operator()() const;
    };
    using Methods = sdk::List<offchain_worker>;
};

/// Nonces of accounts.
struct AccountNonceApi {
    static constexpr ByteArray<8> kId = {0xbc, 0x9d, 0x89, 0x90, 0x4f, 0x5b, 0x92, 0x3f};
    static constexpr uint32_t kVersion = 1;

    /// The nonce of the next transaction of an account.
    struct account_nonce {
        sdk::AccountId account;
        sdk::Nonce operator()() const;
    };
    using Methods = sdk::List<account_nonce>;
};

using RuntimeDispatchInfo = pallet_transaction_payment::types::RuntimeDispatchInfo<sdk::Balance>;
using FeeDetails = pallet_transaction_payment::types::FeeDetails<sdk::Balance>;

/// Fees of extrinsics.
struct TransactionPaymentApi {
    static constexpr ByteArray<8> kId = {0x37, 0xc8, 0xbb, 0x13, 0x50, 0xa9, 0xa2, 0xa8};
    static constexpr uint32_t kVersion = 4;

    /// Weight, class and fee of an extrinsic of the given length.
    struct query_info {
        Extrinsic uxt;
        uint32_t len{};
        RuntimeDispatchInfo operator()() const;
    };
    /// What the fee of an extrinsic consists of.
    struct query_fee_details {
        Extrinsic uxt;
        uint32_t len{};
        FeeDetails operator()() const;
    };
    /// The fee of a weight.
    struct query_weight_to_fee {
        sdk::Weight weight;
        sdk::Balance operator()() const;
    };
    /// The fee of a length in bytes.
    struct query_length_to_fee {
        uint32_t length{};
        sdk::Balance operator()() const;
    };
    using Methods = sdk::List<query_info, query_fee_details, query_weight_to_fee, query_length_to_fee>;
};

/// Fees of calls that are not in an extrinsic yet.
struct TransactionPaymentCallApi {
    static constexpr ByteArray<8> kId = {0xf3, 0xff, 0x14, 0xd5, 0xab, 0x52, 0x70, 0x59};
    static constexpr uint32_t kVersion = 3;

    /// Weight, class and fee of a call in a transaction of the given length.
    struct query_call_info {
        sdk::RuntimeCall call;
        uint32_t len{};
        RuntimeDispatchInfo operator()() const;
    };
    /// What the fee of a call consists of.
    struct query_call_fee_details {
        sdk::RuntimeCall call;
        uint32_t len{};
        FeeDetails operator()() const;
    };
    /// The fee of a weight.
    struct query_weight_to_fee {
        sdk::Weight weight;
        sdk::Balance operator()() const;
    };
    /// The fee of a length in bytes.
    struct query_length_to_fee {
        uint32_t length{};
        sdk::Balance operator()() const;
    };
    using Methods = sdk::List<query_call_info, query_call_fee_details, query_weight_to_fee, query_length_to_fee>;
};

/// What a runtime says of itself to wallets and libraries.
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
    using Methods = sdk::List<metadata, metadata_at_version, metadata_versions>;
};

}  // namespace serinus::kusama
