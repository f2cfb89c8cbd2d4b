#include "pvf/executor_params.hpp"

#include <gtest/gtest.h>

#include "hashing/hashing.hpp"

namespace serinus::pvf {
namespace {

ExecutorParams all_of_them() {
    return {MaxMemoryPages{8192},
            StackLogicalMax{131'072},
            StackNativeMax{512u << 20},
            PrecheckingMaxMemory{1ull << 30},
            PreparationTimeout{PreparationKind::kPrecheck, 90'000},
            PreparationTimeout{PreparationKind::kPrepare, 400'000},
            ExecutionTimeout{ExecutionKind::kBacking, 2500},
            ExecutionTimeout{ExecutionKind::kApproval, 15'000},
            BulkMemory{},
            EnabledHostFunction{OptionalHostFunctions::kEccRfc163}};
}

// Observed: the indices in `ExecutorParam` of polkadot-primitives 26.0.0, written down by hand.
TEST(ExecutorParams, AreEncodedAsTheReferenceHasThem) {
    const Bytes expected = {10 << 2, 1, 0x00, 0x20, 0,    0,              //
                            2,       0, 0,    2,    0,                    //
                            3,       0, 0,    0,    0x20,                 //
                            4,       0, 0,    0,    0x40, 0, 0, 0, 0,     //
                            5,       0, 0x90, 0x5f, 1,    0, 0, 0, 0, 0,  //
                            5,       1, 0x80, 0x1a, 6,    0, 0, 0, 0, 0,  //
                            6,       0, 0xc4, 0x09, 0,    0, 0, 0, 0, 0,  //
                            6,       1, 0x98, 0x3a, 0,    0, 0, 0, 0, 0,  //
                            7,                                            //
                            8,       1};
    EXPECT_EQ(scale::encode(all_of_them()), expected);
    EXPECT_EQ(scale::decode<ExecutorParams>(expected).value(), all_of_them());
    EXPECT_EQ(hash_of(all_of_them()), hashing::blake2b_256(expected));
    for (size_t size = 0; size < expected.size(); ++size) {
        EXPECT_FALSE(scale::decode<ExecutorParams>(BytesView(expected).first(size)).has_value()) << size;
    }
    for (const Bytes& strange :
         {Bytes{4, 0}, Bytes{4, 9}, Bytes{4, 8, 0}, Bytes{4, 8, 2}, Bytes{4, 5, 2, 0, 0, 0, 0, 0, 0, 0, 0}}) {
        EXPECT_FALSE(scale::decode<ExecutorParams>(strange).has_value());
    }
}

TEST(ExecutorParams, LimitsHaveTheDefaultsOfTheReference) {
    const ExecutorLimits limits = limits_of({});
    EXPECT_EQ(limits.max_memory_pages, 2080u);
    EXPECT_EQ(limits.max_stack_units, 65'536u);
    EXPECT_EQ(limits.precheck_ms, 60'000u);
    EXPECT_EQ(limits.prepare_ms, 360'000u);
    EXPECT_EQ(limits.backing_ms, 2000u);
    EXPECT_EQ(limits.approval_ms, 12'000u);
    EXPECT_FALSE(limits.has_bulk_memory || limits.has_ecc || limits.max_precheck_memory);
}

TEST(ExecutorParams, OverruleTheLimits) {
    const ExecutorLimits expected{.max_memory_pages = 8224,
                                  .max_stack_units = 131'072,
                                  .max_native_stack = 512ull << 20,
                                  .max_precheck_memory = 1ull << 30,
                                  .precheck_ms = 90'000,
                                  .prepare_ms = 400'000,
                                  .backing_ms = 2500,
                                  .approval_ms = 15'000,
                                  .has_bulk_memory = true,
                                  .has_ecc = true};
    EXPECT_EQ(limits_of(all_of_them()), expected);
    EXPECT_EQ(limits_of({MaxMemoryPages{UINT32_MAX}}).max_memory_pages, UINT32_MAX);
}

// Observed: polkadot 1.25.1: `params_to_wasmtime_semantics` goes through all, `pvf_exec_timeout` and its like return
// the first.
TEST(ExecutorParams, ThatComeTwiceCountAsTheReferenceHasIt) {
    EXPECT_EQ(limits_of({MaxMemoryPages{1}, MaxMemoryPages{2}}).max_memory_pages, 34u);
    EXPECT_EQ(limits_of({StackLogicalMax{1}, StackLogicalMax{2}}).max_stack_units, 2u);
    EXPECT_EQ(limits_of({ExecutionTimeout{ExecutionKind::kBacking, 1}, ExecutionTimeout{ExecutionKind::kBacking, 2}})
                  .backing_ms,
              1u);
    EXPECT_EQ(limits_of({PrecheckingMaxMemory{1}, PrecheckingMaxMemory{2}}).max_precheck_memory, 1u);
}

// Observed: `ensure_prep_hash_changes` of polkadot-primitives 26.0.0.
TEST(ExecutorParams, PreparedCodeDependsOnTheLogicalStackAndBulkMemoryAlone) {
    const Hash256 none = preparation_hash({});
    EXPECT_EQ(none, hashing::blake2b_256(as_bytes("prep")));
    for (const ExecutorParam& param : all_of_them()) {
        const bool changes =
            std::holds_alternative<StackLogicalMax>(param) || std::holds_alternative<BulkMemory>(param);
        EXPECT_EQ(preparation_hash({param}) != none, changes) << param.index();
    }
    EXPECT_NE(preparation_hash({StackLogicalMax{1}}), preparation_hash({StackLogicalMax{2}}));
    EXPECT_EQ(preparation_hash({StackLogicalMax{1}}),
              hashing::blake2b_256(concat(as_bytes("prep"), Bytes{2, 1, 0, 0, 0})));
}

TEST(ExecutorParams, ConsistencyIsThatOfTheReference) {
    using enum ParamsVerdict;
    EXPECT_EQ(check_consistency({}), kConsistent);
    EXPECT_EQ(check_consistency(all_of_them()), kConsistent);
    for (const ExecutorParam& param : all_of_them()) {
        ExecutorParams twice = all_of_them();
        twice.push_back(param);
        EXPECT_EQ(check_consistency(twice), kDuplicated) << param.index();
    }
    EXPECT_EQ(check_consistency({MaxMemoryPages{0}}), kOutsideLimit);
    EXPECT_EQ(check_consistency({MaxMemoryPages{65'536}}), kConsistent);
    EXPECT_EQ(check_consistency({MaxMemoryPages{65'537}}), kOutsideLimit);
    EXPECT_EQ(check_consistency({StackLogicalMax{1023}}), kOutsideLimit);
    EXPECT_EQ(check_consistency({StackLogicalMax{1024}}), kConsistent);
    EXPECT_EQ(check_consistency({StackLogicalMax{131'073}}), kOutsideLimit);
    EXPECT_EQ(check_consistency({PrecheckingMaxMemory{(256ull << 20) - 1}}), kOutsideLimit);
    EXPECT_EQ(check_consistency({PrecheckingMaxMemory{(16ull << 30) + 1}}), kOutsideLimit);
    EXPECT_EQ(check_consistency({StackNativeMax{128 * 65'536}}), kConsistent);
    EXPECT_EQ(check_consistency({StackNativeMax{128 * 65'536 - 1}}), kIncompatible);
    EXPECT_EQ(check_consistency({PreparationTimeout{PreparationKind::kPrecheck, 360'000}}), kIncompatible);
    EXPECT_EQ(check_consistency({PreparationTimeout{PreparationKind::kPrepare, 60'000}}), kIncompatible);
    EXPECT_EQ(check_consistency({ExecutionTimeout{ExecutionKind::kBacking, 12'000}}), kIncompatible);
    EXPECT_EQ(check_consistency({ExecutionTimeout{ExecutionKind::kApproval, 2001}}), kConsistent);
}

}  // namespace
}  // namespace serinus::pvf
