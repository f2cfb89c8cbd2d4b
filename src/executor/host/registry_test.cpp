#include "executor/host/registry.hpp"

#include <set>

#include "executor/host/host_test.hpp"
#include "tests/support/random.hpp"

namespace serinus::executor::host {
namespace {

using HostFunctions = HostTest;

TEST_F(HostFunctions, AreFoundByTheirWholeNames) {
    EXPECT_GE(all_host_functions().size(), 100u);
    std::set<std::string_view> names;
    for (const auto* entry : all_host_functions()) {
        EXPECT_TRUE(names.insert(entry->name).second) << entry->name << " twice";
        EXPECT_EQ(find_host_function(entry->name), entry);
        EXPECT_TRUE(entry->name.starts_with("ext_")) << entry->name;
        EXPECT_EQ(entry->name.substr(entry->name.size() - 10, 9), "_version_") << entry->name;
    }
    EXPECT_EQ(find_host_function("ext_storage_get"), nullptr);
    EXPECT_EQ(find_host_function("ext_storage_get_version_10"), nullptr);
    EXPECT_EQ(find_host_function(""), nullptr);
}

// Code grows its memory without the host's help, and may then put there what it gives to the host.
TEST_F(HostFunctions, SeeMemoryThatHasGrownSinceTheLastCall) {
    const std::string hash = "ext_hashing_twox_64_version_1";
    const wasm::Raw in_next_page = pack(wasm::kPageBytes, 8);
    const Bytes of_zeros = fixed_bytes(run(hash, {put(Bytes(8, 0))}), 8);
    EXPECT_NE(trap(hash, {in_next_page}), "");
    ASSERT_TRUE(instance.grow_memory(1));
    EXPECT_EQ(fixed_bytes(run(hash, {in_next_page}), 8), of_zeros);
    EXPECT_NE(trap(hash, {pack(2 * wasm::kPageBytes - 4, 8)}), "");
}

// The header that stands before a pointer is believed wherever it lies in the memory.
TEST_F(HostFunctions, FreeWhatLiesInMemoryThatHasGrown) {
    run("ext_allocator_malloc_version_1", {8});
    ASSERT_TRUE(instance.grow_memory(1));
    constexpr uint64_t kOccupied = uint64_t{1} << 32;
    store_le(instance.memory().data() + wasm::kPageBytes, kOccupied);
    run("ext_allocator_free_version_1", {wasm::kPageBytes + Allocator::kHeaderSize});
    EXPECT_EQ(run("ext_allocator_malloc_version_1", {8}), wasm::kPageBytes + Allocator::kHeaderSize);
}

// A runtime may call any function with any arguments. The result is an answer or a trap with a reason.
TEST_F(HostFunctions, AnswerOrTrapWhateverTheArgumentsAre) {
    constexpr wasm::Raw kHostile[] = {
        0,
        1,
        100,
        wasm::kPageBytes - 1,
        wasm::kPageBytes,
        0x7fff'ffff,
        0xffff'ffff,
        uint64_t{1} << 32,                           // one byte at zero
        uint64_t{1} << 32 | (wasm::kPageBytes - 1),  // the last byte
        uint64_t{2} << 32 | (wasm::kPageBytes - 1),  // one more
        uint64_t{wasm::kPageBytes} << 32,            // all of the memory
        uint64_t{0xffff'ffff} << 32 | 0x8000'0000,   // around the end of the address space
        UINT64_MAX,
        uint64_t{64} << 32 | 100,
    };
    auto random = test::seeded_random();
    for (int round = 0; round < 200; ++round) {
        const Bytes noise = test::random_bytes(random, 4096);
        std::ranges::copy(noise, instance.memory().begin());
        for (const auto* entry : all_host_functions()) {
            const auto& signature = entry->wrapped.signature;
            wasm::Raw slots[Signature::kMaxParams + 1] = {};
            for (uint8_t i = 0; i < signature.count; ++i) {
                slots[i] = kHostile[test::random_between(random, 0, std::size(kHostile) - 1)];
                if (signature.params[i] == wasm::ValueType::kI32) slots[i] &= 0xffff'ffff;
            }
            instance.failure.reset();
            const bool done = entry->wrapped.function(instance, nullptr, slots);
            ASSERT_EQ(done, !instance.failure.has_value()) << entry->name;
        }
    }
}

}  // namespace
}  // namespace serinus::executor::host
