// Weights that no call declares: those of hooks, and what a block leaves room for. What calls declare is compared with
// the real module (metadata/weights_test.cpp, call_weights_test.cpp).
#include <gtest/gtest.h>

#include "runtime/runtimes/kusama/weights/block_weights.hpp"
#include "runtime/runtimes/kusama/weights/preimage.hpp"
#include "runtime/runtimes/kusama/weights/scheduler.hpp"

namespace serinus::kusama::weights {
namespace {

// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_scheduler.rs. A read takes 25 microseconds, a
// write 100.
TEST(KusamaWeights, OfTasksAreThoseOfTheReference) {
    EXPECT_EQ(kScheduler.service_agendas_base(), (Weight{9'909'000 + 125'000'000, 1489}));
    EXPECT_EQ(kScheduler.service_agenda_base(50), (Weight{9'951'251 + 50 * 523'284 + 125'000'000, 42428}));
    EXPECT_EQ(kScheduler.service_task_base(), (Weight{5'490'000, 0}));
    EXPECT_EQ(kScheduler.service_task_fetched(1'000), (Weight{94'874'703 + 1'401'000 + 275'000'000, 3606 + 1'000}));
    EXPECT_EQ(kScheduler.service_task_named(), (Weight{7'820'000 + 100'000'000, 0}));
    EXPECT_EQ(kScheduler.service_task_periodic(), (Weight{5'500'000, 0}));
}

// Likewise pallet_preimage.rs: what a call pays in the end, by what it finds.
TEST(KusamaWeights, OfPreimagesGrowWithTheirSize) {
    const auto slope = [](auto weight) { return weight(1).saturating_sub(weight(0)); };
    EXPECT_EQ(slope(kPreimage.note_preimage), (Weight{1'999, 0}));
    EXPECT_EQ(slope(kPreimage.note_requested_preimage), (Weight{2'016, 0}));
    EXPECT_EQ(slope(kPreimage.note_no_deposit_preimage), (Weight{2'028, 0}));
}

TEST(BlockWeights, LimitsThatLeaveNoRoomAreInconsistent) {
    EXPECT_TRUE(are_consistent(kBlockWeights));
    const auto broken = [](auto change) {
        sdk::BlockWeights weights = kBlockWeights;
        change(weights);
        return !are_consistent(weights);
    };
    EXPECT_TRUE(broken([](auto& w) { w.per_class.normal.max_total = kExtrinsicBaseWeight; }));
    EXPECT_TRUE(broken([](auto& w) { w.per_class.normal.max_extrinsic = relay::kMaxBlockWeight; }));
    EXPECT_TRUE(broken([](auto& w) { w.per_class.normal.max_extrinsic = Weight::zero(); }));
    EXPECT_TRUE(broken([](auto& w) { w.per_class.operational.reserved = Weight::from_parts(1, 1); }));
    EXPECT_TRUE(broken([](auto& w) { w.max_block = *w.per_class.normal.max_total; }));
    EXPECT_TRUE(broken([](auto& w) { w.base_block = relay::kMaxBlockWeight; }));
}

}  // namespace
}  // namespace serinus::kusama::weights
