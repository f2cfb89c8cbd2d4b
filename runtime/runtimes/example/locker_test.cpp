// The example's pallet on a state in memory: what docs/runtime.md shows of unit tests.
#include "runtime/runtimes/example/locker.hpp"

#include "runtime/runtimes/example/world_test.hpp"
#include "runtime/sdk/genesis/genesis.hpp"

namespace serinus::pallet_locker {
namespace {

using namespace example::test;
using example::Balances;
using example::Locker;

constexpr Balance kDeposit = 1'000;
constexpr BlockNumber kTerm = 10;

RuntimeCall fill(BytesView content) { return Locker::fill{*Locker::Content::from(to_bytes(content))}; }

class LockerTest : public World {
  protected:
    void TearDown() override {
        EXPECT_TRUE(Locker::try_state()) << Locker::try_state().error();
        World::TearDown();
    }
};

TEST_F(LockerTest, KeepsAContentForADeposit) {
    make_ok(signed_by(kAlice), fill(as_bytes("treasure")));
    EXPECT_EQ(Locker::storage.Lockers.get(kAlice)->content, *Locker::Content::from(to_bytes(as_bytes("treasure"))));
    EXPECT_EQ(Balances::reserved_balance(kAlice), kDeposit);
    EXPECT_TRUE(saw<Locker>(Locker::Event::Filled{kAlice, 1 + kTerm}));

    make_ok(signed_by(kAlice), Locker::empty{});
    EXPECT_FALSE(Locker::storage.Lockers.exists(kAlice));
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    EXPECT_TRUE(saw<Locker>(Locker::Event::Emptied{kAlice}));
}

TEST_F(LockerTest, CallThatFailsLeavesNothing) {
    make_ok(signed_by(kAlice), fill(as_bytes("first")));
    make_error(signed_by(kAlice), fill(as_bytes("second")), Locker::Error::Occupied);
    make_error(signed_by(kBob), Locker::empty{}, Locker::Error::NotFound);
    make_error(signed_by(kPoor), fill(as_bytes("unpaid")), Balances::Error::InsufficientBalance);
    make_error(root(), fill({}), kBadOrigin);

    // The third in a block fails after its deposit was reserved: that is undone too.
    make_ok(signed_by(kBob), fill(as_bytes("mine")));
    make_error(signed_by(kCharlie), fill(as_bytes("late")), Locker::Error::TooManyEnding);
    EXPECT_EQ(Balances::reserved_balance(kCharlie), 0u);
}

TEST_F(LockerTest, EndsWithItsTerm) {
    make_ok(signed_by(kAlice), fill(as_bytes("a")));
    make_ok(signed_by(kBob), fill(as_bytes("b")));
    EXPECT_EQ(begin_block<Locker>(kTerm), example::LockerConfig::kWeights.on_initialize(0));
    EXPECT_TRUE(Locker::storage.Lockers.exists(kAlice));
    EXPECT_EQ(begin_block<Locker>(1 + kTerm), example::LockerConfig::kWeights.on_initialize(2));
    EXPECT_FALSE(Locker::storage.Lockers.exists(kAlice));
    EXPECT_FALSE(Locker::storage.Lockers.exists(kBob));
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
}

TEST_F(LockerTest, RefusesWhatIsTooLongWhenItIsDecoded) {
    const auto call = [](size_t size) {
        scale::Encoder out;
        out.byte(2);  // Locker
        out.byte(0);  // fill
        scale::encode_to(out, Bytes(size, 7));
        return std::move(out).finish();
    };
    EXPECT_TRUE(scale::decode<RuntimeCall>(call(32)));
    EXPECT_FALSE(scale::decode<RuntimeCall>(call(33)));
}

TEST_F(LockerTest, WeighsWhatItKeeps) {
    const DispatchInfo info = fill(Bytes(32)).info();
    EXPECT_EQ(info.weight, example::LockerConfig::kWeights.fill(32));
    EXPECT_EQ(info.class_, DispatchClass::Normal);
}

TEST_F(LockerTest, MayBeFullFromTheBeginning) {
    Locker::build({{{kAlice, *Locker::Content::from({1, 2, 3})}}});
    EXPECT_TRUE(Locker::storage.Lockers.exists(kAlice));
    EXPECT_THROW(Locker::build({{{kAlice, {}}}}), native::Panic);
}

TEST_F(LockerTest, IsConfiguredInJson) {
    native::state().reset();
    const std::string alice = genesis::to_ss58(kAlice.bytes);
    const auto built = genesis::build(R"({"balances": {"balances": [[")" + alice +
                                      R"(", 5000]]}, "locker": {"lockers": [[")" + alice + R"(", [1, 2, 3]]]}})");
    ASSERT_TRUE(built) << built.error();
    EXPECT_EQ(Locker::storage.Lockers.get(kAlice)->until, kTerm);
    EXPECT_EQ(Balances::free_balance(kAlice), 4'000u);
    EXPECT_FALSE(genesis::build(R"({"locker": {"boxes": []}})"));
}

TEST_F(LockerTest, TryStateFindsWhatIsBroken) {
    make_ok(signed_by(kAlice), fill(as_bytes("a")));
    Balances::unreserve(kAlice, 1);
    EXPECT_EQ(Locker::try_state(), TryStateResult(std::string("a deposit is not reserved")));
    EXPECT_TRUE(Balances::reserve(kAlice, 1));
    const auto ending = Locker::storage.Ending.take(1 + kTerm);
    EXPECT_EQ(Locker::try_state(), TryStateResult(std::string("a locker does not end once")));
    Locker::storage.Ending.put(1 + kTerm, ending);
    Locker::storage.Ending.put(2 + kTerm, ending);
    EXPECT_EQ(Locker::try_state(), TryStateResult(std::string("a list names somebody without a locker")));
    Locker::storage.Ending.remove(2 + kTerm);
}

}  // namespace
}  // namespace serinus::pallet_locker
