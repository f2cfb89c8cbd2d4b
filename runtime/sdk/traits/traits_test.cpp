// Small traits: imbalances and their takers, filters, parameters, payments, sessions.
#include <gtest/gtest.h>

#include "runtime/sdk/counter_test.hpp"
#include "runtime/sdk/origin_checks.hpp"
#include "runtime/sdk/traits/filters.hpp"
#include "runtime/sdk/traits/imbalance.hpp"
#include "runtime/sdk/traits/listeners.hpp"
#include "runtime/sdk/traits/messages.hpp"
#include "runtime/sdk/traits/nothing.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"
#include "runtime/sdk/traits/parameters.hpp"
#include "runtime/sdk/traits/pay.hpp"
#include "runtime/sdk/traits/polling.hpp"
#include "runtime/sdk/traits/schedule.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::sdk {
namespace {

// imbalance.hpp. Source: frame_support::traits::tokens::imbalance

/// Knows the issuance, and nothing else.
struct Mint {
    static inline Balance issuance = 1'000;
    static void increase_issuance(Balance amount) { issuance += amount; }
    static void decrease_issuance(Balance amount) { issuance -= amount; }
};

class ImbalanceTest : public testing::Test {
  protected:
    void SetUp() override { Mint::issuance = 1'000; }
};

TEST_F(ImbalanceTest, DroppingOneSettlesTheIssuance) {
    {
        const Credit<Mint> left(100);
    }
    EXPECT_EQ(Mint::issuance, 900u);
    {
        const Debt<Mint> arrived(30);
    }
    EXPECT_EQ(Mint::issuance, 930u);
    {
        Credit<Mint> moved(50);
        const Credit<Mint> other = std::move(moved);
        EXPECT_EQ(other.peek(), 50u);
    }
    EXPECT_EQ(Mint::issuance, 880u) << "it is settled once, whichever object carried it";
    {
        static_cast<void>(Credit<Mint>(70).forget());
    }
    EXPECT_EQ(Mint::issuance, 880u);
}

TEST_F(ImbalanceTest, OppositesCancelEachOther) {
    {
        auto [credit, debt] = Credit<Mint>(100).offset(Debt<Mint>(30));
        EXPECT_EQ(credit.peek(), 70u);
        EXPECT_EQ(debt.peek(), 0u);
        credit.subsume(Credit<Mint>(5));
        EXPECT_EQ(credit.forget(), 75u);
    }
    EXPECT_EQ(Mint::issuance, 1'000u);
}

// on_unbalanced.hpp
template <int kWho>
struct Taker {
    static inline Balance taken = 0;
    template <class I>
    static void on_unbalanced(I amount) {
        taken += amount.forget();
    }
};

TEST_F(ImbalanceTest, WithoutTakersTheIssuanceFollows) {
    give_to(List<>{}, Credit<Mint>(100));
    EXPECT_EQ(Mint::issuance, 900u);
    static_assert(OnUnbalanced<List<>, Credit<Mint>>);
}

TEST_F(ImbalanceTest, TakersShareWhatIsGiven) {
    using Takers = List<Share<4, Taker<0>>, Taker<1>>;
    static_assert(OnUnbalanced<Takers, Credit<Mint>>);
    static_assert(!OnUnbalanced<List<Mint>, Credit<Mint>> && !OnUnbalanced<Taker<0>, Credit<Mint>>);
    give_to(Takers{}, Credit<Mint>(101));
    EXPECT_EQ(Taker<0>::taken, 80u) << "rounded down";
    EXPECT_EQ(Taker<1>::taken, 21u) << "the last one takes what is left";
    EXPECT_EQ(Mint::issuance, 1'000u);
}

// listeners.hpp
struct Clock {
    static void on_timestamp_set(Moment) {}
};
static_assert(OnTimestampSet<Clock> && !OnNewAccount<Clock> && !OnKilledAccount<Clock> && !OnAuthor<Clock> &&
              !OnNewRoot<Clock>);

// filters.hpp. Source: frame_support::traits::filter
using counter::Counter;
using Adding = TheseCalls<Counter::add>;
static_assert(Contains<Adding, RuntimeCall> && Contains<Everything, RuntimeCall> && Contains<Nothing, AccountId> &&
              !Contains<Clock, RuntimeCall>);

TEST(Filters, AreMadeOfCallsThatTheCompilerKnows) {
    const RuntimeCall add = Counter::add{1}, wrap = Counter::wrap{add};
    EXPECT_TRUE(Adding::contains(add));
    EXPECT_FALSE(Adding::contains(wrap));
    EXPECT_FALSE(TheseCalls<>::contains(add));
    EXPECT_TRUE(CallsOf<Counter>::contains(wrap));
    EXPECT_FALSE(CallsOf<>::contains(wrap));

    EXPECT_TRUE((AnyOf<Nothing, Adding>::contains(add)));
    EXPECT_FALSE((AnyOf<Nothing, Adding>::contains(wrap)));
    EXPECT_TRUE((AllOf<CallsOf<Counter>, EverythingBut<Adding>>::contains(wrap)));
    EXPECT_FALSE((AllOf<CallsOf<Counter>, EverythingBut<Adding>>::contains(add)));
    EXPECT_TRUE(Everything::contains(add));
    EXPECT_FALSE(Nothing::contains(add));
}

// messages.hpp
TEST(Nothing, PausesNoQueue) { EXPECT_FALSE(Nothing::is_paused(7)); }

// parameters.hpp. Source: frame_support::parameter_types
using Period = Stored<"Period", uint32_t, 10u>;
static_assert(Parameter<Period, uint32_t> && Parameter<Constant<7u>, uint64_t> && !Parameter<Nothing, uint32_t>);

TEST(Parameters, ChangeWithTheStateAndHaveADefault) {
    native::state().reset();
    EXPECT_EQ(Constant<7u>::get(), 7u);
    EXPECT_EQ(Period::get(), 10u);
    Period::set(12);
    EXPECT_EQ(Period::get(), 12u);
    // twox128(":Period:")
    EXPECT_EQ(native::state().entries(),
              (native::State::Entries{{to_bytes(host::twox_128(as_bytes(":Period:"))), Bytes{12, 0, 0, 0}}}));
    host::set(Period::kKey, Bytes{1});
    EXPECT_EQ(Period::get(), 10u) << "what cannot be decoded counts as absent";
}

// pay.hpp
/// One account with money, the treasury; what was paid to others.
struct Purse {
    static inline Balance left = 100, paid = 0;
    static Balance total_issuance() { return 0; }
    static Balance minimum_balance() { return 0; }
    static Balance balance(const AccountId&) { return left; }
    static Balance total_balance(const AccountId&) { return left; }
    static Balance reducible_balance(const AccountId&, Preservation, Fortitude) { return left; }
    static DepositConsequence can_deposit(const AccountId&, Balance, Provenance) { return {}; }
    static WithdrawConsequence can_withdraw(const AccountId&, Balance) { return {}; }
    static ResultOf<Balance> mint_into(const AccountId&, Balance);
    static ResultOf<Balance> burn_from(const AccountId&, Balance, Precision, Fortitude);
    static ResultOf<Balance> transfer(const AccountId&, const AccountId&, Balance amount, Preservation) {
        ENSURE(amount <= left, TokenError::FundsUnavailable);
        left -= amount;
        paid += amount;
        return amount;
    }
    static AccountId account_id() { return {}; }
};
using FromPurse = PayFromAccount<Purse, Purse>;
static_assert(Pay<FromPurse> && !Pay<Purse>);

TEST(Payments, OutOfAnAccountOfThisChainAreDoneAtOnce) {
    const auto id = FromPurse::pay({}, {}, 60);
    ASSERT_TRUE(id);
    EXPECT_EQ(FromPurse::check_payment(*id), PaymentStatus::Success);
    EXPECT_EQ(Purse::paid, 60u);
    EXPECT_EQ(FromPurse::pay({}, {}, 60).error(), DispatchError(TokenError::FundsUnavailable));
}

static_assert(ConversionToAssetBalance<OneForOne<>> && ConversionFromAssetBalance<OneForOne<uint32_t>>);
TEST(Conversions, AreOneForOneWhereThereIsOneCurrency) {
    EXPECT_EQ(OneForOne<>::to_asset_balance(5, {}), 5u);
    EXPECT_EQ(OneForOne<>::from_asset_balance(5, {}), 5u);
}

// sessions.hpp
struct Seats {
    static std::optional<std::vector<AccountId>> new_session(uint32_t) { return std::nullopt; }
    static std::optional<std::vector<AccountId>> new_session_genesis(uint32_t, const std::vector<AccountId>& those) {
        return those;
    }
    static void start_session(uint32_t) {}
    static void end_session(uint32_t) {}
    static bool should_end_session(BlockNumber) { return false; }
    static std::optional<AccountId> convert(const AccountId& who) { return who; }
    static bool is_disabled(uint32_t) { return false; }
};
static_assert(SessionManager<Seats> && ShouldEndSession<Seats> && ValidatorIdOf<Seats> && DisabledValidators<Seats>);
static_assert(!SessionManager<Clock> && !ShouldEndSession<Clock> && !ValidatorIdOf<Clock> &&
              !DisabledValidators<Clock>);
struct House {
    static uint32_t current_index() { return 0; }
    static std::vector<AccountId> validators() { return {}; }
    static bool disable_index(uint32_t) { return true; }
};
static_assert(Sessions<House> && DisablesValidators<House> && !Sessions<Seats> && !DisablesValidators<Seats>);

// polling.hpp
struct Count {
    static Count of_class(uint16_t) { return {}; }
    uint32_t ayes_of(uint16_t) const { return 0; }
    Perbill support_of(uint16_t) const { return {}; }
    Perbill approval_of(uint16_t) const { return {}; }
};
struct Polls {
    using Class = uint16_t;
    using Index = uint32_t;
    using Tally = Count;
    using PollStatus = sdk::PollStatus<Tally, Class>;
    static std::vector<Class> classes() { return {}; }
    static std::optional<std::pair<Tally, Class>> as_ongoing(Index) { return std::nullopt; }
};
static_assert(VoteTally<Count, uint16_t, uint32_t> && !VoteTally<Count, uint16_t, Balance>);
static_assert(Polling<Polls> && !Polling<House>);

// origin_checks.hpp
struct NoSuccess {
    static std::optional<Unit> try_origin(const RuntimeOrigin&);
};
static_assert(EnsureOrigin<EnsureRoot> && EnsureOrigin<IgnoringArgument<EnsureSigned>, OriginCaller>);
static_assert(!EnsureOrigin<EnsureRoot, OriginCaller> && !EnsureOrigin<NoSuccess>);

// schedule.hpp
struct Equals {
    static std::optional<std::strong_ordering> cmp_privilege(const OriginCaller& left, const OriginCaller& right) {
        return left == right ? std::optional(std::strong_ordering::equal) : std::nullopt;
    }
};
static_assert(PrivilegeCmp<Equals> && !PrivilegeCmp<House> && !Schedule<House>);

}  // namespace
}  // namespace serinus::sdk
