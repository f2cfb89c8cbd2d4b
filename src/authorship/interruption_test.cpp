// What runs away is interrupted: offchain workers when the node stops, transactions of a proposal at their limit.
#include <gtest/gtest.h>

#include "authorship/block_builder.hpp"
#include "authorship/offchain_workers.hpp"
#include "chain/client/client_test_support.hpp"
#include "hashing/hashing.hpp"
#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"
#include "state/memory_backend.hpp"
#include "tests/support/wat.hpp"

namespace serinus::authorship {
namespace {

constexpr const char* kSleepForever = "(call $sleep (i64.const -1))";
constexpr const char* kLoopForever = "(loop $again (br $again))";

/// Its offchain worker stores an entry, then does `offchain`. An extrinsic "s" stores an entry, "l" stores it and
/// loops, "c" is stale if it is stored. The validation of a transaction never ends.
Bytes runtime(const std::string& offchain) {
    executor::RuntimeVersion version;
    version.spec_name = "test";
    version.spec_version = 2;
    version.system_version = 1;
    for (const char* api : {"Core", "OffchainWorkerApi", "TaggedTransactionQueue"}) {
        version.apis.push_back({.id = hashing::blake2b_64(as_bytes(api)), .version = 4});
    }
    const Bytes encoded = scale::encode(version);
    std::string data;
    for (const uint8_t byte : encoded) {
        char text[4];
        std::snprintf(text, sizeof text, "\\%02x", byte);
        data += text;
    }
    return test::wat(R"((module
        (import "env" "memory" (memory 2))
        (import "env" "ext_storage_set_version_1" (func $set (param i64 i64)))
        (import "env" "ext_storage_exists_version_1" (func $exists (param i64) (result i32)))
        (import "env" "ext_offchain_sleep_until_version_1" (func $sleep (param i64)))
        (import "env" "ext_offchain_local_storage_set_version_1" (func $set_local (param i32 i64 i64)))
        (global (export "__heap_base") i32 (i32.const 65536))
        (data (i32.const 0) "key\00\00\01\00\03")
        (data (i32.const 16) ")" +
                     data + R"(")
        (func $pack (param $at i32) (param $size i32) (result i64)
            (i64.or (i64.extend_i32_u (local.get $at)) (i64.shl (i64.extend_i32_u (local.get $size)) (i64.const 32))))
        (func $key (result i64) (call $pack (i32.const 0) (i32.const 3)))
        (func $applied (result i64) (call $pack (i32.const 3) (i32.const 2)))
        (func $stale (result i64) (call $pack (i32.const 5) (i32.const 3)))
        (func (export "Core_version") (param i32 i32) (result i64) (call $pack (i32.const 16) (i32.const )" +
                     std::to_string(encoded.size()) + R"()))
        (func (export "Core_initialize_block") (param i32 i32) (result i64) (i64.const 0))
        (func (export "BlockBuilder_apply_extrinsic") (param i32 i32) (result i64)
            (local $what i32)
            (local.set $what (i32.load8_u offset=1 (local.get 0)))
            (if (i32.eq (local.get $what) (i32.const 99))
                (then (return (select (call $stale) (call $applied) (call $exists (call $key))))))
            (call $set (call $key) (call $key))
            (if (i32.eq (local.get $what) (i32.const 108)) (then (loop $again (br $again))))
            (call $applied))
        (func (export "TaggedTransactionQueue_validate_transaction") (param i32 i32) (result i64)
            (loop $again (br $again)) (unreachable))
        (func (export "OffchainWorkerApi_offchain_worker") (param i32 i32) (result i64)
            (call $set_local (i32.const 0) (call $key) (call $key))
            )" + offchain +
                     R"(
            (i64.const 0))))");
}

class OffchainWorkersTest : public testing::TestWithParam<const char*> {
  protected:
    /// A node whose offchain worker has begun.
    void start(platform::Scheduler& scheduler) {
        pool = std::make_unique<pool::TransactionPool>(*chain, scheduler, pool::PoolOptions{});
        keys.emplace(scheduler);
        workers = std::make_unique<OffchainWorkerRunner>(*chain, *pool, *keys, scheduler, true,
                                                         executor::OffchainHttpFactory{});
        chain.add(chain->genesis().hash, {.extrinsic = test::put_extrinsic(as_bytes(":code"), runtime(GetParam()))});
    }
    bool has_begun() {
        const auto stored = chain->offchain_storage().get(as_bytes("key"));
        return stored && *stored;
    }

    test::TestChain chain;
    std::optional<crypto::NodeKeys> keys;
    std::unique_ptr<pool::TransactionPool> pool;
    std::unique_ptr<OffchainWorkerRunner> workers;
};
INSTANTIATE_TEST_SUITE_P(That, OffchainWorkersTest, testing::Values(kSleepForever, kLoopForever),
                         [](const auto& info) { return info.index == 0 ? "SleepForever" : "LoopForever"; });

// Without the interruption this test does not end.
TEST_P(OffchainWorkersTest, EndWithTheNode) {
    const auto scheduler = platform::make_threaded_scheduler();
    start(*scheduler);
    while (!has_begun()) {
        (void)scheduler->sleep_until_unix_ms(scheduler->unix_now_ms() + 1, std::stop_token());
    }
    workers.reset();
    EXPECT_TRUE(has_begun());
    pool.reset();
}

TEST(OffchainWorkersTestInVirtualTime, ASleepingWorkerTakesNoTime) {
    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    test::TestChain chain;
    crypto::NodeKeys keys(*scheduler);
    pool::TransactionPool pool(*chain, *scheduler, {});
    OffchainWorkerRunner workers(*chain, pool, keys, *scheduler, true, executor::OffchainHttpFactory{});
    const auto code = runtime("(call $sleep (i64.const 1900000000000))");
    chain.add(chain->genesis().hash, {.extrinsic = test::put_extrinsic(as_bytes(":code"), code)});
    EXPECT_EQ(workers.runs(), 0u) << "nothing runs on the thread that imports";
    while (time.run_next()) {
    }
    EXPECT_EQ(workers.runs(), 1u);
    EXPECT_EQ(*chain->offchain_storage().get(as_bytes("key")), to_bytes(as_bytes("key")));
    EXPECT_LT(time.now_ms(), 1000u);
}

// Spec: sect-rte-validate-transaction
TEST(TransactionPoolTest, AValidationThatNeverEndsIsInterrupted) {
    const auto scheduler = platform::make_threaded_scheduler();
    chain::ClientOptions options;
    options.executor.scheduler = scheduler.get();
    test::TestChain chain(std::move(options));
    chain.add(chain->genesis().hash, {.extrinsic = test::put_extrinsic(as_bytes(":code"), runtime(kLoopForever))});
    using Kind = pool::PoolError::Kind;
    const auto refusal = [](pool::TransactionPool& pool) {
        const auto submitted = pool.submit({1, 2, 3}, pool::TransactionSource::kExternal);
        return submitted ? Kind::kInternal : submitted.error().kind;
    };
    pool::TransactionPool hasty(*chain, *scheduler, {.max_validation_ms = 20});
    EXPECT_EQ(refusal(hasty), Kind::kTookTooLong);
    EXPECT_EQ(refusal(hasty), Kind::kTemporarilyBanned);

    pool::TransactionPool patient(*chain, *scheduler, {});
    const auto lane = scheduler->make_lane({.name = "stop"});
    (void)lane->post_after(20, [&] { scheduler->request_stop(); });
    EXPECT_EQ(refusal(patient), Kind::kInternal) << "the end of the node says nothing of the transaction";
}

// Spec: sect-rte-apply-extrinsic
TEST(BlockBuilderTest, NothingRemainsOfATransactionThatIsInterrupted) {
    const auto scheduler = platform::make_threaded_scheduler();
    executor::Executor executor({.scheduler = scheduler.get()});
    const auto loaded = executor.runtime_of_code(runtime(kLoopForever), std::nullopt);
    ASSERT_TRUE(loaded) << loaded.error().reason;
    const auto version = executor.version(**loaded);
    ASSERT_TRUE(version);
    state::MemoryBackend state;
    const auto builder = BlockBuilder::start(executor, {*loaded, *version}, state, {}, {});
    ASSERT_TRUE(builder) << builder.error().reason;
    const auto push = [&](char what, std::optional<uint64_t> max_duration_ms) {
        const auto result = (*builder)->push({static_cast<uint8_t>(what)}, max_duration_ms);
        EXPECT_TRUE(result) << result.error().reason;
        return result ? *result : ApplyResult{};
    };
    EXPECT_EQ(push('l', 20).kind, ApplyResult::Kind::kInterrupted);
    EXPECT_EQ((*builder)->extrinsic_count(), 0u);
    EXPECT_TRUE(push('c', std::nullopt).applied()) << "what it had stored is gone";
    EXPECT_TRUE(push('s', 60'000).applied());
    EXPECT_TRUE(push('c', 60'000).is_stale());
    EXPECT_EQ((*builder)->extrinsic_count(), 2u);
}

// A node that ends does not wait for the transaction that runs, whose fault it is not.
TEST(BlockBuilderTest, AStopInterruptsWhatRuns) {
    const auto scheduler = platform::make_threaded_scheduler();
    executor::Executor executor({.scheduler = scheduler.get()});
    const auto loaded = executor.runtime_of_code(runtime(kLoopForever), std::nullopt);
    ASSERT_TRUE(loaded) << loaded.error().reason;
    state::MemoryBackend state;
    std::stop_source stop;
    const auto builder =
        BlockBuilder::start(executor, {*loaded, *executor.version(**loaded)}, state, {}, {}, stop.get_token());
    ASSERT_TRUE(builder);
    const auto lane = scheduler->make_lane({.name = "stop"});
    (void)lane->post_after(20, [&] { stop.request_stop(); });
    EXPECT_FALSE((*builder)->push({'l'}, std::nullopt));
}

}  // namespace
}  // namespace serinus::authorship
