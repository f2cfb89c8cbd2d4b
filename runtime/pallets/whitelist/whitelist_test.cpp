// Whitelist, read as a specification. Pallet: whitelist
#include "runtime/kusama/governance_test.hpp"

namespace serinus::pallet_whitelist {
namespace {

using namespace kusama::test;
using namespace kusama::test::governance;
using kusama::Preimage;
using kusama::System;
using kusama::Treasury;
using kusama::Whitelist;
using Event = Whitelist::Event;
using Error = Whitelist::Error;
using W = kusama::weights::Whitelist;

const Weight kMuch = Weight::from_parts(1'000'000'000'000, 1'000'000);

class WhitelistTest : public Governance {
  protected:
    static RuntimeOrigin fellows() { return origin(Custom::Fellows); }
    static RuntimeOrigin caller() { return origin(Custom::WhitelistedCaller); }
    static Hash256 hash_of(const RuntimeCall& call) { return host::blake2_256(scale::encode(call)); }
    static void whitelist(const RuntimeCall& call) { make_ok(fellows(), Whitelist::whitelist_call{hash_of(call)}); }
};

RuntimeCall privileged() { return System::set_storage{{{{1}, {2}}}}; }

TEST_F(WhitelistTest, FellowsVouchForCallsByTheirHashes) {
    const Hash256 hash = hash_of(privileged());
    for (const RuntimeOrigin& by : {signed_by(kAlice), caller(), origin(Custom::FellowshipExperts)}) {
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
              W::dispatch_whitelisted_call_with_preimage(size).saturating_add(privileged().info().weight));
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
    const RuntimeCall failing = Treasury::remove_approval{{7}};
    whitelist(failing);
    EXPECT_EQ(make_ok(caller(), Whitelist::dispatch_whitelisted_call_with_preimage{failing}).actual_weight,
              std::nullopt);
    const DispatchErrorWithPostInfo expected(Treasury::Error::ProposalNotApproved);
    EXPECT_TRUE(
        saw(event<Whitelist>(Event::WhitelistedCallDispatched{hash_of(failing), types::outcome_of(Err(expected))})));
    EXPECT_EQ(to_hex(scale::encode(types::outcome_of(Err(expected)))),
              "01"
              "00"
              "00"
              "03"
              "12"
              "04000000");
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
