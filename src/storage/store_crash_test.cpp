// A process that commits is killed at any moment: what was acknowledged is there, and batches are whole or not at all.
#include <unistd.h>

#include "platform/threaded_scheduler.hpp"
#include "storage/store_test_support.hpp"
#include "storage/write_behind.hpp"
#include "tests/support/killed_child.hpp"
#include "tests/support/random.hpp"

namespace serinus::storage {
namespace {

constexpr Column kColumn = 1;
constexpr uint64_t kKeysPerBatch = 200;

Bytes number_bytes(uint64_t number) {
    Bytes out(sizeof number);
    store_le(out.data(), number);
    return out;
}

/// Each batch rewrites the same keys with its own number, the values of different sizes.
[[noreturn]] void commit_until_killed(const std::string& path, int acknowledgements, bool is_behind) {
    auto store = open_store(path, {.max_bytes = uint64_t{1} << 32});
    if (!store) _exit(1);
    std::unique_ptr<platform::Scheduler> scheduler;
    if (is_behind) {
        scheduler = platform::make_threaded_scheduler();
        store = make_write_behind(*std::move(store), path, *scheduler);
        if (!store) _exit(4);
    }
    uint64_t number = 0;
    {
        const auto snapshot = (*store)->snapshot();
        const auto value = (*snapshot)->get(kColumn, number_bytes(0));
        if (*value) number = load_le<uint64_t>((*value)->data());
    }
    for (;;) {
        ++number;
        auto batch = (*store)->batch();
        for (uint64_t i = 0; i < kKeysPerBatch; ++i) {
            Bytes value = number_bytes(number);
            value.resize(8 + (number * 7 + i * 131) % 900);
            batch->put(kColumn, number_bytes(i), value);
        }
        batch->put(kColumn, Bytes(700, static_cast<uint8_t>(number % 5)), number_bytes(number));
        const bool is_synced = number % (is_behind ? 17 : 2) == 0;
        const auto durability = is_synced ? Durability::kSynced : Durability::kBuffered;
        if (!(*store)->commit(std::move(batch), durability)) _exit(2);
        if (::write(acknowledgements, &number, sizeof number) != sizeof number) _exit(3);
    }
}

class StoreCrash : public testing::TestWithParam<bool> {};

TEST_P(StoreCrash, KillingTheWriterLosesNothingAcknowledged) {
    auto random = test::seeded_random();
    const test::TemporaryFolder folder;
    test::KilledChildren children(random, 1'000, 40'000);
    uint64_t last_there = 0;
    uint64_t acknowledged_in_all = 0;
    for (int round = 0; round < 40 || (acknowledged_in_all <= 10 && round < 300); ++round) {
        const auto written = children.run([&](int ends) { commit_until_killed(folder.path(), ends, GetParam()); });
        const auto acknowledged = test::last_record<uint64_t>(written);
        acknowledged_in_all += acknowledged != 0 ? 1 : 0;
        const auto store = test::open_or_fail(folder.path());
        const auto snapshot = *store->snapshot();
        std::optional<uint64_t> number;
        uint64_t count = 0;
        const auto cursor = snapshot->cursor(kColumn);
        for (auto there = cursor->seek({}); *there; there = cursor->next()) {
            if (cursor->key().size() != 8) continue;
            const auto here = load_le<uint64_t>(cursor->value().data());
            ASSERT_EQ(number.value_or(here), here) << "a batch is there in part";
            number = here;
            ++count;
        }
        ASSERT_TRUE(count == 0 || count == kKeysPerBatch);
        EXPECT_GE(number.value_or(0), std::max(acknowledged, last_there)) << "a batch is lost";
        last_there = number.value_or(0);
    }
    EXPECT_GT(acknowledged_in_all, 10u) << "the children did not get to work";
}

INSTANTIATE_TEST_SUITE_P(All, StoreCrash, testing::Bool(),
                         [](const auto& is_behind) { return is_behind.param ? "Behind" : "Disk"; });

}  // namespace
}  // namespace serinus::storage
