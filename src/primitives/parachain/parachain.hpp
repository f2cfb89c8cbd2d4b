/// Names of validators, and parameters of candidates and of the machine that executes parachains: what the pallets of
/// parachains share.
/// Source: polkadot_primitives 1.0.0, v5 and vstaging (polkadot-sdk v1.1.0)
#pragma once

#include <tuple>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "primitives/header.hpp"
#include "primitives/keys.hpp"

namespace serinus::polkadot_parachain_primitives::primitives {

/// The number of a parachain.
struct Id {
    uint32_t _0{};
    friend auto operator<=>(Id, Id) = default;
};

/// The header of a parachain's block, in that chain's own encoding.
struct HeadData {
    Bytes _0;
    friend bool operator==(const HeadData&, const HeadData&) = default;
};

/// BLAKE2b-256 of code.
struct ValidationCodeHash {
    Hash256 _0;
    friend auto operator<=>(const ValidationCodeHash&, const ValidationCodeHash&) = default;
};

/// The function by which validators check blocks of a parachain (PVF): a Wasm module, which may be compressed.
struct ValidationCode {
    Bytes _0;
    ValidationCodeHash hash() const { return {hashing::blake2b_256(_0)}; }
    friend bool operator==(const ValidationCode&, const ValidationCode&) = default;
};

}  // namespace serinus::polkadot_parachain_primitives::primitives

namespace serinus::polkadot_primitives {

using ParaId = polkadot_parachain_primitives::primitives::Id;
using polkadot_parachain_primitives::primitives::HeadData;
using polkadot_parachain_primitives::primitives::ValidationCode;
using polkadot_parachain_primitives::primitives::ValidationCodeHash;

namespace v5 {

using primitives::BlockNumber;

namespace validator_app {

struct Signature {
    sp_core::sr25519::Signature _0;
    friend auto operator<=>(const Signature&, const Signature&) = default;
};

}  // namespace validator_app

/// A validator's place among the validators of parachains of a session.
struct ValidatorIndex {
    uint32_t _0{};
    friend auto operator<=>(ValidatorIndex, ValidatorIndex) = default;
};

using ValidatorId = validator_app::Public;
using AssignmentId = assignment_app::Public;

/// Whether a parachain is to change its code.
enum class UpgradeGoAhead : uint8_t { Abort, GoAhead };
/// There while a parachain may not announce new code.
enum class UpgradeRestriction : uint8_t { Present };

/// A validator's vote on whether code may be used.
struct PvfCheckStatement {
    bool accept{};
    ValidationCodeHash subject;
    uint32_t session_index{};
    ValidatorIndex validator_index;

    /// What is signed.
    Bytes signing_payload() const {
        constexpr ByteArray<4> kMagic = {'V', 'C', 'P', 'C'};
        return scale::encode(std::tuple(kMagic, accept, subject, session_index, validator_index));
    }
};

/// Of so many validators, at least so many are honest beyond those that may lie.
constexpr size_t supermajority_threshold(size_t validators) noexcept {
    return validators - (validators == 0 ? 0 : (validators - 1) / 3);
}

/// What parachains say in the digests of the relay chain.
struct ConsensusLog {
    /// A parachain has changed its code.
    struct ParaUpgradeCode {
        ParaId _0;
        ValidationCodeHash _1;
    };
    /// A parachain may change its code from that block on.
    struct ParaScheduleUpgradeCode {
        ParaId _0;
        ValidationCodeHash _1;
        BlockNumber _2;
    };
    /// All blocks up to this one count as approved.
    struct ForceApprove {
        BlockNumber _0;
    };
    /// All blocks after this one are to be given up.
    struct Revert {
        BlockNumber _0;
    };
    scale::Enum<scale::At<1, ParaUpgradeCode>, scale::At<2, ParaScheduleUpgradeCode>, scale::At<3, ForceApprove>,
                scale::At<4, Revert>>
        v;
};

/// The name of parachains among the engines of digests.
inline constexpr primitives::EngineId kEngine{{'P', 'O', 'L', '1'}};

/// Hard limits of what a configuration may say, in bytes.
inline constexpr uint32_t kMaxCodeSize = 3 * 1024 * 1024;
inline constexpr uint32_t kMaxHeadDataSize = 1024 * 1024;
inline constexpr uint32_t kMaxPovSize = 5 * 1024 * 1024;

/// For what code is prepared: a vote on whether it may be used, or its use.
enum class PvfPrepTimeoutKind : uint8_t { Precheck, Lenient };
/// For what it is executed.
enum class PvfExecTimeoutKind : uint8_t { Backing, Approval };

namespace executor_params {

/// One parameter of the machine; what is not named has the machine's default. Times in milliseconds.
struct ExecutorParam {
    struct MaxMemoryPages {
        uint32_t _0;
        friend bool operator==(const MaxMemoryPages&, const MaxMemoryPages&) = default;
    };
    struct StackLogicalMax {
        uint32_t _0;
        friend bool operator==(const StackLogicalMax&, const StackLogicalMax&) = default;
    };
    struct StackNativeMax {
        uint32_t _0;
        friend bool operator==(const StackNativeMax&, const StackNativeMax&) = default;
    };
    struct PrecheckingMaxMemory {
        uint64_t _0;
        friend bool operator==(const PrecheckingMaxMemory&, const PrecheckingMaxMemory&) = default;
    };
    struct PvfPrepTimeout {
        PvfPrepTimeoutKind _0;
        uint64_t _1;
        friend bool operator==(const PvfPrepTimeout&, const PvfPrepTimeout&) = default;
    };
    struct PvfExecTimeout {
        PvfExecTimeoutKind _0;
        uint64_t _1;
        friend bool operator==(const PvfExecTimeout&, const PvfExecTimeout&) = default;
    };
    struct WasmExtBulkMemory {
        friend bool operator==(const WasmExtBulkMemory&, const WasmExtBulkMemory&) = default;
    };
    scale::Enum<scale::At<1, MaxMemoryPages>, scale::At<2, StackLogicalMax>, scale::At<3, StackNativeMax>,
                scale::At<4, PrecheckingMaxMemory>, scale::At<5, PvfPrepTimeout>, scale::At<6, PvfExecTimeout>,
                scale::At<7, WasmExtBulkMemory>>
        v;
    friend bool operator==(const ExecutorParam&, const ExecutorParam&) = default;
};

struct ExecutorParams {
    std::vector<ExecutorParam> _0;
    friend bool operator==(const ExecutorParams&, const ExecutorParams&) = default;
};

}  // namespace executor_params
}  // namespace v5

namespace vstaging {

/// How far candidates may run ahead of the relay chain.
struct AsyncBackingParams {
    uint32_t max_candidate_depth{};   ///< candidates of a parachain that wait at the same time, less one
    uint32_t allowed_ancestry_len{};  ///< how old a relay parent may be, in blocks
    friend bool operator==(const AsyncBackingParams&, const AsyncBackingParams&) = default;
};

}  // namespace vstaging
}  // namespace serinus::polkadot_primitives

namespace serinus::scale {

template <>
struct Codec<Compact<polkadot_parachain_primitives::primitives::Id>> {
    using Id = polkadot_parachain_primitives::primitives::Id;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(Compact<Id> id) noexcept { return compact_size(uint64_t{id.value._0}); }
    static void write(Encoder& out, Compact<Id> id) { out.compact(uint64_t{id.value._0}); }
    static bool read(Decoder& in, Compact<Id>& id) noexcept { return in.compact(id.value._0); }
};

}  // namespace serinus::scale

namespace serinus::scale {

/// Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<polkadot_primitives::v5::executor_params::ExecutorParam>{16, 8};

}  // namespace serinus::scale
