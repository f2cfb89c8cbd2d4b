// What an era pays by the parameters of inflation, beside what the real module says on the same state. Observed:
// Inflation_experimental_inflation_prediction_info of Kusama 1.7.1
#include "runtime/runtimes/kusama/inflation_api.hpp"

#include "runtime/pallets/balances/balances.ipp"
#include "runtime/pallets/nis/nis.ipp"
#include "runtime/runtimes/common/relay/era_payout.hpp"
#include "runtime/runtimes/kusama/metadata/real_module_test.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/host/native/session.hpp"

template serinus::pallet_nis::IssuanceInfo serinus::pallet_nis::Pallet<serinus::kusama::NisConfig>::issuance();

namespace serinus::kusama {
namespace {

using Expected = relay_common::apis::InflationInfo;
using sdk::Perquintill;
using Parameter = staging_kusama_runtime::dynamic_params::inflation::ParametersValue;
using ParameterKey = staging_kusama_runtime::dynamic_params::inflation::ParametersKey;

constexpr runtime_api::Call<Expected()> kInflation{"Inflation_experimental_inflation_prediction_info"};
constexpr sdk::Balance kIssuance = 15'000'000 * currency::kUnits;

class InflationOfKusama : public RealModule {
  protected:
    void SetUp() override {
        RealModule::SetUp();
        sdk::native::session().state.reset();
        Balances::storage.TotalIssuance.put(kIssuance);
        Staking::storage.ActiveEra.put({.index = 7, .start = 1});
        Staking::storage.ErasTotalStake.put(7, kIssuance / 2);
    }
    /// Sets a parameter, as `Parameters.set_parameter` does.
    template <class Name, class Value>
    static void set(Value value) {
        using Key = std::variant_alternative_t<index_of<Name>(), decltype(ParameterKey::v)>;
        using All = staging_kusama_runtime::RuntimeParameters;
        Parameters::storage.Parameters.put(All::Key{All::Key::Inflation{{Key{}}}},
                                           All::Value{All::Value::Inflation{{Name{value}}}});
    }
    static void lease(std::vector<uint32_t> parachains) { relay::detail::kParas.Parachains.put(parachains); }
    /// What both say.
    Expected expect_same(const char* what) {
        const Expected ours = relay_common::apis::Inflation::experimental_inflation_prediction_info{}();
        const auto real = ask_on(sdk::native::session().state.entries(), kInflation);
        EXPECT_TRUE(real);
        if (real) EXPECT_EQ(scale::encode(ours), scale::encode(*real)) << what;
        return ours;
    }

  private:
    template <class Name>
    static consteval size_t index_of() {
        return []<class... Case>(const std::variant<Case...>*) {
            size_t index = 0;
            static_cast<void>(((std::is_same_v<Case, Name> || (++index, false)) || ...));
            return index;
        }(static_cast<const decltype(Parameter::v)*>(nullptr));
    }
};

TEST_F(InflationOfKusama, WithoutParametersIsThatOfTheDefaults) {
    const Expected plain = expect_same("nothing set");
    EXPECT_EQ(plain.inflation, Perquintill::from_percent(75));
    lease({1000, 1001, 2000, 2001, 2007});
    EXPECT_EQ(expect_same("three of the public are leased").inflation,
              Perquintill::from_rational(uint64_t{735}, 1'000));
    std::vector<uint32_t> many(70);
    for (uint32_t i = 0; i < many.size(); ++i) many[i] = 2'000 + i;
    lease(many);
    EXPECT_EQ(expect_same("no more than sixty count").inflation, Perquintill::from_percent(45));
    Balances::storage.InactiveIssuance.put(kIssuance / 5);
    expect_same("inactive money cannot be staked");
    Staking::storage.ErasTotalStake.put(7, kIssuance);
    expect_same("more is staked than there is");
    Staking::storage.ActiveEra.remove();
    EXPECT_GT(expect_same("no era is there").next_mint.first, 0u);
}

TEST_F(InflationOfKusama, IsByItsParameters) {
    lease({2000, 2001});
    const auto before = expect_same("nothing set").next_mint;
    set<Parameter::MinInflation>(Perquintill::from_percent(4));
    EXPECT_GT(expect_same("the least").next_mint.first, before.first);
    set<Parameter::MaxInflation>(Perquintill::from_percent(8));
    expect_same("the most");
    set<Parameter::IdealStake>(Perquintill::from_percent(30));
    expect_same("the ideal stake");
    set<Parameter::Falloff>(Perquintill::from_percent(20));
    expect_same("the falloff");
    set<Parameter::UseAuctionSlots>(false);
    EXPECT_EQ(expect_same("without leases").inflation, Perquintill::from_percent(30));
    set<Parameter::MinInflation>(Perquintill::from_percent(9));
    expect_same("the least is above the most");
    set<Parameter::Falloff>(Perquintill::zero());
    expect_same("no falloff");
}

}  // namespace
}  // namespace serinus::kusama
