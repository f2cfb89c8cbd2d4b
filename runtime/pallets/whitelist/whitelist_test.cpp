// Whitelist, read as a specification. Pallet: whitelist
#include "runtime/pallets/whitelist/whitelist.ipp"
#include "runtime/mock/holds.hpp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/preimage/preimage.ipp"
#include "runtime/pallets/preimage/weights.hpp"
#include "runtime/pallets/whitelist/weights.hpp"

namespace serinus::pallet_whitelist::chain {

using mock::holds::Balances;
using Preimage = pallet_preimage::Pallet<struct PreimageConfig>;
using Whitelist = Pallet<struct WhitelistConfig>;

/// Origins of a pallet that stands at 43.
enum class Track : uint8_t { Fellows, WhitelistedCaller, FellowshipExperts };
template <Track kTrack>
using EnsureOrRoot = EitherOf<EnsureRoot, EnsurePalletOrigin<43, kTrack>>;

struct PreimageConfig {
    static constexpr PalletInfo kInfo{3, "Preimage"};
    static constexpr Balance kBaseDeposit = 2 * mock::kUnit;
    static constexpr Balance kByteDeposit = mock::kUnit / 1'000;
    using Currency = Balances;
    using ManagerOrigin = EnsureRoot;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_preimage::Weights>;
};
struct WhitelistConfig {
    static constexpr PalletInfo kInfo{4, "Whitelist"};
    using Preimages = chain::Preimage;
    using WhitelistOrigin = EnsureOrRoot<Track::Fellows>;
    using DispatchWhitelistedOrigin = EnsureOrRoot<Track::WhitelistedCaller>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_whitelist::Weights>;
};
struct Runtime : mock::holds::RuntimeOf<mock::Utility, Preimage, Whitelist> {
    struct OriginCaller {
        struct system {
            RawOrigin _0;
        };
        struct Origins {
            Track _0;
        };
        scale::Enum<At<0, system>, At<43, Origins>> v;
    };
};

}  // namespace serinus::pallet_whitelist::chain

SERINUS_PALLET(serinus::pallet_preimage::Pallet<serinus::pallet_whitelist::chain::PreimageConfig>)
SERINUS_PALLET(serinus::pallet_whitelist::Pallet<serinus::pallet_whitelist::chain::WhitelistConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_whitelist::chain::Runtime)

namespace serinus::pallet_whitelist {
namespace {

using namespace mock;
using namespace chain;
using Event = Whitelist::Event;
using Error = Whitelist::Error;
constexpr auto kW = sdk::kDefaultWeights<pallet_whitelist::Weights>;

const Weight kMuch = Weight::from_parts(1'000'000'000'000, 1'000'000);

class WhitelistTest : public World<Runtime, chain::Balances> {
  protected:
    static RuntimeOrigin origin(Track track) {
        return RuntimeOrigin({PalletOrigin{43, {static_cast<uint8_t>(track)}}});
    }
    static RuntimeOrigin fellows() { return origin(Track::Fellows); }
    static RuntimeOrigin caller() { return origin(Track::WhitelistedCaller); }
    static Hash256 hash_of(const RuntimeCall& call) { return host::blake2_256(scale::encode(call)); }
    static void whitelist(const RuntimeCall& call) { make_ok(fellows(), Whitelist::whitelist_call{hash_of(call)}); }
};

RuntimeCall privileged() { return System::set_storage{{{{1}, {2}}}}; }

TEST_F(WhitelistTest, FellowsVouchForCallsByTheirHashes) {
    const Hash256 hash = hash_of(privileged());
    for (const RuntimeOrigin& by : {signed_by(kAlice), caller(), origin(Track::FellowshipExperts)}) {
        make_error(by, Whitelist::whitelist_call{hash}, kBadOrigin);
        make_error(by, Whitelist::remove_whitelisted_call{hash}, kBadOrigin);
    }
    make_ok(fellows(), Whitelist::whitelist_call{hash});
    EXPECT_TRUE(saw(event<Whitelist>(Event::CallWhitelisted{hash})));
    EXPECT_TRUE(Preimage::is_requested(hash));
    make_error(root(), Whitelist::whitelist_call{hash}, Error::CallAlreadyWhitelisted);
    make_ok(root(), Whitelist::remove_whitelisted_call{hash});
    EXPECT_FALSE(Preimage::is_requested(hash));
    make_error(root(), Whitelist::remove_whitelisted_call{hash}, Error::CallIsNotWhitelisted);
}

TEST_F(WhitelistTest, MakesTheCallAsRootOnce) {
    const auto call = Whitelist::dispatch_whitelisted_call_with_preimage{privileged()};
    make_error(caller(), call, Error::CallIsNotWhitelisted);
    whitelist(privileged());
    make_error(fellows(), call, kBadOrigin);
    make_error(signed_by(kAlice), call, kBadOrigin);
    make_ok(caller(), call);
    EXPECT_EQ(host::get(Bytes{1}), Bytes{2});
    make_error(caller(), call, Error::CallIsNotWhitelisted);
    const auto size = static_cast<uint32_t>(scale::encode(privileged()).size());
    EXPECT_EQ(call.weight(),
              kW.dispatch_whitelisted_call_with_preimage(size).saturating_add(privileged().info().weight));
}

TEST_F(WhitelistTest, TakesTheCallFromThePreimages) {
    const Bytes encoded = scale::encode(privileged());
    const Hash256 hash = host::blake2_256(encoded);
    const auto dispatch = [&](size_t size, Weight witness) {
        return Whitelist::dispatch_whitelisted_call{hash, static_cast<uint32_t>(size), witness};
    };
    make_error(caller(), dispatch(encoded.size(), kMuch), Error::CallIsNotWhitelisted);
    whitelist(privileged());
    make_error(caller(), dispatch(encoded.size(), kMuch), Error::UnavailablePreImage);
    make_ok(signed_by(kEve), Preimage::note_preimage{encoded});
    make_error(caller(), dispatch(encoded.size() - 1, kMuch), Error::UnavailablePreImage);
    make_error(caller(), dispatch(encoded.size(), Weight::zero()), Error::InvalidCallWeightWitness);
    make_ok(caller(), dispatch(encoded.size(), kMuch));
    EXPECT_EQ(host::get(Bytes{1}), Bytes{2});
}

TEST_F(WhitelistTest, RefusesPreimagesThatAreNoCalls) {
    for (const Bytes& bytes : {Bytes{}, Bytes{0xff, 0xff}, concat(scale::encode(privileged()), Bytes{0})}) {
        make_ok(signed_by(kEve), Preimage::note_preimage{bytes});
        const Hash256 hash = host::blake2_256(bytes);
        make_ok(root(), Whitelist::whitelist_call{hash});
        make_error(root(), Whitelist::dispatch_whitelisted_call{hash, static_cast<uint32_t>(bytes.size()), kMuch},
                   Error::UndecodableCall);
    }
}

// The call may fail; what it said of its weight counts.
TEST_F(WhitelistTest, TellsTheOutcome) {
    const RuntimeCall failing = Utility::batch{std::vector<RuntimeCall>(101, System::remark{})};
    whitelist(failing);
    EXPECT_EQ(make_ok(caller(), Whitelist::dispatch_whitelisted_call_with_preimage{failing}).actual_weight,
              std::nullopt);
    const DispatchErrorWithPostInfo expected(Utility::Error::TooManyCalls);
    EXPECT_TRUE(
        saw(event<Whitelist>(Event::WhitelistedCallDispatched{hash_of(failing), types::outcome_of(Err(expected))})));
    EXPECT_EQ(to_hex(scale::encode(types::outcome_of(Err(expected)))),
              "01"
              "00"
              "00"
              "03"
              "02"
              "00000000");
    const PostDispatchInfo free{Weight::from_parts(1, 2), Pays::No};
    EXPECT_EQ(to_hex(scale::encode(types::outcome_of(free))),
              "00"
              "01"
              "04"
              "08"
              "01");
}

}  // namespace
}  // namespace serinus::pallet_whitelist
