// The time of blocks.
#include "runtime/pallets/timestamp/timestamp.ipp"

#include "runtime/mock/world_test.hpp"

namespace serinus::pallet_timestamp::chain {

using Timestamp = Pallet<struct TimestampConfig>;
/// What the pallet has said last.
struct Listener {
    static inline Moment last = 0;
    static void on_timestamp_set(Moment now) { last = now; }
};
struct TimestampConfig {
    static constexpr PalletInfo kInfo{3, "Timestamp"};
    static constexpr Constants kConstants{.MinimumPeriod = 3'000};
    using OnTimestampSet = List<Listener>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_timestamp::Weights>;
};
struct Runtime : mock::RuntimeOf<Timestamp> {};

}  // namespace serinus::pallet_timestamp::chain

SERINUS_PALLET(serinus::pallet_timestamp::Pallet<serinus::pallet_timestamp::chain::TimestampConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_timestamp::chain::Runtime)

namespace serinus::pallet_timestamp {
namespace {

using namespace mock;
using namespace chain;

constexpr Moment kNow = 6'000'000;

class TimestampTest : public World<Runtime> {
  protected:
    static InherentData clock(Moment ms) { return {{{Timestamp::kInherentIdentifier, scale::encode(ms)}}}; }
    static RuntimeCall set(Moment ms) { return Timestamp::set{{ms}}; }
};

TEST_F(TimestampTest, BlockStatesItsTimeOnce) {
    EXPECT_EQ(Timestamp::now(), 0u);
    make_ok(none(), set(kNow + 10));
    EXPECT_EQ(Timestamp::now(), kNow + 10);
    EXPECT_EQ(Listener::last, kNow + 10);
    EXPECT_TRUE(Timestamp::storage.DidUpdate.get());
    EXPECT_THROW(static_cast<void>(set(kNow + 4'000).dispatch(none())), native::Panic);
    Timestamp::on_finalize(1);
    EXPECT_FALSE(Timestamp::storage.DidUpdate.exists());
    EXPECT_THROW(Timestamp::on_finalize(1), native::Panic) << "a block without a time";
}

TEST_F(TimestampTest, TimeAdvancesByTheMinimumPeriod) {
    Timestamp::storage.Now.put(kNow - 3'000);
    EXPECT_THROW(static_cast<void>(set(kNow - 1).dispatch(none())), native::Panic);
    make_ok(none(), set(kNow));
}

TEST_F(TimestampTest, NobodyElseStatesTheTime) {
    make_error(signed_by(kAlice), set(kNow), kBadOrigin);
    make_error(root(), set(kNow), kBadOrigin);
    EXPECT_EQ(set(kNow).info(), (DispatchInfo{sdk::kDefaultWeights<pallet_timestamp::Weights>.set(),
                                              DispatchClass::Mandatory, Pays::Yes}));
    EXPECT_EQ(Timestamp::on_initialize(1), sdk::kDefaultWeights<pallet_timestamp::Weights>.on_finalize());
}

// Spec: sect-inherents. The author takes its clock, but never less than the minimum period after the last block.
TEST_F(TimestampTest, InherentIsTheClockOfTheAuthor) {
    EXPECT_EQ(*Timestamp::create_inherent(clock(kNow)), set(kNow));
    Timestamp::storage.Now.put(kNow);
    EXPECT_EQ(*Timestamp::create_inherent(clock(kNow)), set(kNow + 3'000));
    EXPECT_EQ(*Timestamp::create_inherent(clock(kNow + 6'000)), set(kNow + 6'000));
    EXPECT_THROW(static_cast<void>(Timestamp::create_inherent({})), native::Panic);
    EXPECT_TRUE(Timestamp::is_inherent(set(1)));
    EXPECT_FALSE(Timestamp::is_inherent(System::remark{}));
}

TEST_F(TimestampTest, CheckAllowsThirtySecondsAhead) {
    Timestamp::storage.Now.put(kNow);
    const auto check = [](Moment stated) { return Timestamp::check_inherent(set(stated), clock(kNow + 6'000)); };
    EXPECT_FALSE(check(kNow + 3'000));
    EXPECT_FALSE(check(kNow + 36'000));
    const auto too_far = check(kNow + 36'001);
    ASSERT_TRUE(too_far);
    EXPECT_TRUE(too_far->is_fatal);
    EXPECT_EQ(too_far->encoded, Bytes{1});
    const auto too_early = check(kNow + 2'999);
    ASSERT_TRUE(too_early);
    EXPECT_TRUE(too_early->is_fatal);
    EXPECT_EQ(too_early->encoded, Bytes{0});
    EXPECT_FALSE(Timestamp::check_inherent(System::remark{}, {}));
}

}  // namespace
}  // namespace serinus::pallet_timestamp
