// Parameters, read as a specification. Pallet: parameters
#include "runtime/pallets/parameters/parameters.ipp"

#include "runtime/mock/world_test.hpp"
#include "runtime/sdk/traits/dynamic_parameters.hpp"
#include "runtime/sdk/traits/parameters.hpp"

// A runtime's parameters: two groups.
namespace serinus::parameters_runtime {

using sdk::Balance;

namespace fees {

struct PerByte {
    using Value = Balance;
    static constexpr Balance kDefault = 10;
};
struct IsPaid {
    using Value = bool;
    static constexpr bool kDefault = true;
};
struct Parameters {
    struct PerByte {
        fees::PerByte _0;
        std::optional<Balance> _1;
    };
    struct IsPaid {
        fees::IsPaid _0;
        std::optional<bool> _1;
    };
    std::variant<PerByte, IsPaid> v;
};
struct ParametersKey {
    struct PerByte {
        fees::PerByte _0;
    };
    struct IsPaid {
        fees::IsPaid _0;
    };
    std::variant<PerByte, IsPaid> v;
};
struct ParametersValue {
    struct PerByte {
        Balance _0;
    };
    struct IsPaid {
        bool _0;
    };
    std::variant<PerByte, IsPaid> v;
};

}  // namespace fees

namespace pot {

struct Destination {
    using Value = std::optional<sdk::AccountId>;
    static constexpr Value kDefault{};
};
struct Parameters {
    struct Destination {
        pot::Destination _0;
        std::optional<std::optional<sdk::AccountId>> _1;
    };
    std::variant<Destination> v;
};
struct ParametersKey {
    struct Destination {
        pot::Destination _0;
    };
    std::variant<Destination> v;
};
struct ParametersValue {
    struct Destination {
        std::optional<sdk::AccountId> _0;
    };
    std::variant<Destination> v;
};

}  // namespace pot

struct RuntimeParametersKey {
    struct Fees {
        fees::ParametersKey _0;
    };
    struct Pot {
        pot::ParametersKey _0;
    };
    std::variant<Fees, Pot> v;
};
struct RuntimeParametersValue {
    struct Fees {
        fees::ParametersValue _0;
    };
    struct Pot {
        pot::ParametersValue _0;
    };
    std::variant<Fees, Pot> v;
};
struct RuntimeParameters {
    using Key = RuntimeParametersKey;
    using Value = RuntimeParametersValue;
    struct Fees {
        fees::Parameters _0;
    };
    struct Pot {
        pot::Parameters _0;
    };
    std::variant<Fees, Pot> v;
};

}  // namespace serinus::parameters_runtime

namespace serinus::pallet_parameters::chain {

using Parameters = Pallet<struct ParametersConfig>;

/// Root sets everything, Alice what concerns the pot.
struct EnsureAdmin {
    using Success = Unit;
    static std::optional<Unit> try_origin(const RuntimeOrigin& origin,
                                          const parameters_runtime::RuntimeParametersKey& key) {
        const AccountId* const who = origin.caller().signer();
        const bool is_of_the_pot = key.v.index() == 1;
        const bool may = origin.caller().is_root() || (who != nullptr && *who == sdk::test::kAlice && is_of_the_pot);
        return may ? std::optional<Unit>(Unit{}) : std::nullopt;
    }
};
struct ParametersConfig {
    static constexpr PalletInfo kInfo{3, "Parameters"};
    using RuntimeParameters = parameters_runtime::RuntimeParameters;
    using AdminOrigin = EnsureAdmin;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_parameters::Weights>;
};
struct Runtime : mock::RuntimeOf<Parameters> {};

}  // namespace serinus::pallet_parameters::chain

SERINUS_PALLET(serinus::pallet_parameters::Pallet<serinus::pallet_parameters::chain::ParametersConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_parameters::chain::Runtime)

namespace serinus::pallet_parameters {
namespace {

using namespace mock;
using namespace parameters_runtime;
using chain::Parameters;
using Event = Parameters::Event;

using PerByte = DynamicParameter<Parameters, fees::PerByte>;
using IsPaid = DynamicParameter<Parameters, fees::IsPaid>;
using Destination = DynamicParameter<Parameters, pot::Destination>;
static_assert(Parameter<PerByte, Balance> && Parameter<IsPaid, bool>);

Parameters::set_parameter set_per_byte(std::optional<Balance> price) {
    return {{RuntimeParameters::Fees{{fees::Parameters::PerByte{{}, price}}}}};
}
Parameters::set_parameter set_is_paid(std::optional<bool> is_paid) {
    return {{RuntimeParameters::Fees{{fees::Parameters::IsPaid{{}, is_paid}}}}};
}
Parameters::set_parameter set_destination(std::optional<std::optional<AccountId>> who) {
    return {{RuntimeParameters::Pot{{pot::Parameters::Destination{{}, who}}}}};
}
RuntimeParametersKey key_of_per_byte() { return {RuntimeParametersKey::Fees{{fees::ParametersKey::PerByte{}}}}; }
RuntimeParametersValue price(Balance price) {
    return {RuntimeParametersValue::Fees{{fees::ParametersValue::PerByte{price}}}};
}

using ParametersTest = World<chain::Runtime>;

TEST_F(ParametersTest, AParameterIsItsDefaultUntilItIsSet) {
    EXPECT_EQ(PerByte::get(), 10u);
    EXPECT_TRUE(IsPaid::get());
    EXPECT_EQ(Destination::get(), std::nullopt);

    make_ok(root(), set_per_byte(7));
    expect_events({event<Parameters>(Event::Updated{key_of_per_byte(), std::nullopt, price(7)})});
    EXPECT_EQ(PerByte::get(), 7u);
    EXPECT_TRUE(IsPaid::get()) << "another parameter of the group";
    make_ok(root(), set_is_paid(false));
    EXPECT_FALSE(IsPaid::get());
    EXPECT_EQ(PerByte::get(), 7u);
}

TEST_F(ParametersTest, WithoutAValueTheDefaultCountsAgain) {
    make_ok(root(), set_per_byte(7));
    make_ok(root(), set_per_byte(std::nullopt));
    expect_events({event<Parameters>(Event::Updated{key_of_per_byte(), price(7), std::nullopt})});
    EXPECT_EQ(PerByte::get(), 10u);
    EXPECT_FALSE(Parameters::storage.Parameters.exists(key_of_per_byte()));
}

// Observed: pallet_parameters 0.13.0 deposits Updated whatever the values are.
TEST_F(ParametersTest, TellsAlsoOfWhatDoesNotChange) {
    make_ok(root(), set_per_byte(std::nullopt));
    expect_events({event<Parameters>(Event::Updated{key_of_per_byte(), std::nullopt, std::nullopt})});
    make_ok(root(), set_per_byte(7));
    make_ok(root(), set_per_byte(7));
    expect_events({event<Parameters>(Event::Updated{key_of_per_byte(), price(7), price(7)})});
}

TEST_F(ParametersTest, EachParameterHasItsAuthority) {
    make_error(signed_by(kAlice), set_per_byte(7), kBadOrigin);
    make_error(none(), set_destination(kBob), kBadOrigin);
    make_ok(signed_by(kAlice), set_destination(kBob));
    EXPECT_EQ(Destination::get(), kBob);
    make_error(signed_by(kBob), set_destination(kAlice), kBadOrigin);
}

TEST_F(ParametersTest, AValueThatIsNothingIsAValue) {
    make_ok(root(), set_destination(kBob));
    make_ok(root(), set_destination(std::optional<std::optional<AccountId>>(std::in_place, std::nullopt)));
    EXPECT_EQ(Parameters::parameter<pot::Destination>(), std::optional<std::optional<AccountId>>(std::in_place));
    make_ok(root(), set_destination(std::nullopt));
    EXPECT_FALSE(Parameters::parameter<pot::Destination>().has_value());
}

// The key is the indices of group and parameter, the value the same with what is stored, the call the same with an
// option.
TEST_F(ParametersTest, KeysValuesAndCallsShareTheirIndices) {
    const Bytes key = scale::encode(key_of_parameter<RuntimeParameters, fees::IsPaid>());
    EXPECT_EQ(to_hex(key), "0001");
    make_ok(root(), set_is_paid(false));
    const Bytes* const stored = native::state().find(
        Parameters::storage.Parameters.key_for(key_of_parameter<RuntimeParameters, fees::IsPaid>()));
    ASSERT_NE(stored, nullptr);
    EXPECT_EQ(to_hex(*stored), "000100");
    EXPECT_EQ(to_hex(scale::encode(RuntimeCall(set_is_paid(false)))), "030000010100");
    EXPECT_EQ(to_hex(scale::encode(RuntimeCall(set_destination(std::nullopt)))), "0300010000");
}

TEST_F(ParametersTest, AValueUnderAnotherKeyIsABrokenState) {
    host::set(Parameters::storage.Parameters.key_for(key_of_per_byte()), Bytes{0, 1, 0});
    EXPECT_FALSE(Parameters::try_state());
    EXPECT_EQ(PerByte::get(), 10u) << "what is no price counts as absent";
    Parameters::storage.Parameters.remove(key_of_per_byte());
}

}  // namespace
}  // namespace serinus::pallet_parameters
