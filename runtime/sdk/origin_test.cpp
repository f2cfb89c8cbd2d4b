// What calls demand of their origin, and the checks that configurations are made of.
#include "runtime/sdk/origin_checks.hpp"

#include <gtest/gtest.h>

#include "runtime/sdk/call.hpp"
#include "runtime/sdk/host/native/state.hpp"

namespace serinus::sdk {

namespace origin_test {

/// A pallet with origins of its own.
struct Society {
    struct Config {
        static constexpr struct {
            uint8_t index;
        } kInfo{77};
    };
    enum class Origin : uint8_t { Founder, Member };
};

/// A pallet whose origins have data.
struct Paras {
    struct Config {
        static constexpr struct {
            uint8_t index;
        } kInfo{79};
    };
    struct Origin {
        struct Plain {};
        struct Parachain {
            uint32_t _0{};
        };
        std::variant<Plain, Parachain> v;
    };
};

enum class Simple : uint8_t { First, Second };
constexpr uint8_t pallet_index_of(Simple) { return 9; }

struct Carrying {
    struct Plain {};
    struct Nested {
        uint8_t depth{};
        uint16_t place{};
    };
    std::variant<Plain, Nested> v;
};
constexpr uint8_t pallet_index_of(const Carrying&) { return 10; }

/// What its call was given.
struct Seen {
    std::optional<AccountId> who;
    uint32_t calls = 0;
};
inline Seen seen;

struct by_signer {
    Weight weight() const { return {}; }
    DispatchResult operator()(Signed who) const {
        seen.who = who;
        ++seen.calls;
        return {};
    }
};
struct by_root {
    Weight weight() const { return {}; }
    DispatchResult operator()(Root) const {
        ++seen.calls;
        return {};
    }
};
struct by_none {
    Weight weight() const { return {}; }
    DispatchResult operator()(None) const {
        ++seen.calls;
        return {};
    }
};
struct by_anybody {
    Weight weight() const { return {}; }
    DispatchResultWithPostInfo operator()(NotNone, const RuntimeOrigin& origin) const {
        if (const auto* const who = origin.caller().signer()) seen.who = *who;
        ++seen.calls;
        return PostDispatchInfo{.pays_fee = Pays::No};
    }
};
struct by_rank {
    Weight weight() const { return {}; }
    using Ranked = Origin<EnsureRootWithSuccess<uint16_t{9}>>;
    DispatchResult operator()(Ranked by) const {
        EXPECT_EQ(by.success, 9);
        ++seen.calls;
        return {};
    }
};

}  // namespace origin_test

namespace {

using namespace origin_test;

constexpr AccountId account(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}
constexpr AccountId kAlice = account(0xa1), kBob = account(0xb0);
const RuntimeOrigin kRoot = RuntimeOrigin::root(), kNone = RuntimeOrigin::none(),
                    kSigned = RuntimeOrigin::signed_by(kAlice),
                    kMember = RuntimeOrigin::of_pallet<Society>(Society::Origin::Member);

/// Whether the call's body is reached, and if not, with which error.
template <class C>
bool passes(const C& call, const RuntimeOrigin& origin) {
    seen = {};
    const auto result = kCallOps<C>.dispatch(&call, origin);
    EXPECT_EQ(result.has_value(), seen.calls == 1);
    if (!result) EXPECT_EQ(result.error(), DispatchErrorWithPostInfo(kBadOrigin));
    return result.has_value();
}

TEST(CallOrigins, AreCheckedBeforeTheBody) {
    EXPECT_TRUE(passes(by_signer{}, kSigned));
    EXPECT_EQ(seen.who, kAlice);
    for (const auto& other : {kRoot, kNone, kMember}) EXPECT_FALSE(passes(by_signer{}, other));
    EXPECT_TRUE(passes(by_root{}, kRoot));
    for (const auto& other : {kSigned, kNone, kMember}) EXPECT_FALSE(passes(by_root{}, other));
    EXPECT_TRUE(passes(by_none{}, kNone));
    for (const auto& other : {kSigned, kRoot, kMember}) EXPECT_FALSE(passes(by_none{}, other));
    EXPECT_FALSE(passes(by_anybody{}, kNone));
    for (const auto& other : {kRoot, kMember, kSigned}) EXPECT_TRUE(passes(by_anybody{}, other));
    EXPECT_EQ(seen.who, kAlice);
    EXPECT_TRUE(passes(by_rank{}, kRoot));
    EXPECT_FALSE(passes(by_rank{}, kSigned));
}

template <class E>
bool allows(const RuntimeOrigin& origin) {
    return E::try_origin(origin).has_value();
}

TEST(OriginChecks, TellOriginsApart) {
    using Member = EnsurePalletOrigin<77, Society::Origin::Member>;
    EXPECT_TRUE(allows<Member>(kMember));
    EXPECT_FALSE(allows<Member>(RuntimeOrigin::of_pallet<Society>(Society::Origin::Founder)));
    EXPECT_FALSE((allows<EnsurePalletOrigin<78, Society::Origin::Member>>(kMember)));
    EXPECT_FALSE(allows<Member>(kRoot));
    EXPECT_EQ(kMember.pallet_origin<Society>(), Society::Origin::Member);
    EXPECT_EQ(kRoot.pallet_origin<Society>(), std::nullopt);
    EXPECT_FALSE(allows<EnsureNever<>>(kRoot));
    EXPECT_TRUE((allows<EitherOf<EnsureRoot, Member>>(kMember)));
    const auto found = EitherOfDiverse<EnsureRoot, EnsureSigned>::try_origin(kSigned);
    ASSERT_TRUE(found);
    EXPECT_EQ(std::get<1>(*found), kAlice);

    const auto nobody = ensure_origin<EnsureSigned>(kRoot);
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error(), DispatchError(kBadOrigin));
    EXPECT_EQ(*ensure_signed_or_root(kRoot), std::nullopt);
    EXPECT_EQ(*ensure_signed_or_root(kSigned), kAlice);
    EXPECT_FALSE(ensure_signed_or_root(kNone));
}

struct OnlyEven {
    static bool contains(uint32_t id) { return id % 2 == 0; }
};

// Source: pallet_xcm::EnsureXcm, parachains_origin::ensure_parachain of July 2023
TEST(OriginChecks, FindWhatAnOriginCarries) {
    const auto of = [](uint32_t id) {
        return RuntimeOrigin::of_pallet<Paras>(Paras::Origin{Paras::Origin::Parachain{id}});
    };
    using Any = EnsureOriginCase<Paras, Paras::Origin::Parachain>;
    using Even = EnsureOriginCase<Paras, Paras::Origin::Parachain, OnlyEven>;
    EXPECT_EQ(Any::try_origin(of(2001)), 2001u);
    EXPECT_EQ(Even::try_origin(of(2000)), 2000u);
    EXPECT_EQ(Even::try_origin(of(2001)), std::nullopt);
    EXPECT_EQ(Any::try_origin(RuntimeOrigin::of_pallet<Paras>(Paras::Origin{Paras::Origin::Plain{}})), std::nullopt);
    EXPECT_EQ(Any::try_origin(kMember), std::nullopt);
    EXPECT_EQ(Any::try_origin(kSigned), std::nullopt);
}

struct OnlyBob {
    static bool contains(const AccountId& who) { return who == kBob; }
};
/// The rank of an account; of nobody else.
struct EnsureRanked {
    using Success = uint16_t;
    static std::optional<uint16_t> try_origin(const RuntimeOrigin& origin, const uint16_t& least = 0) {
        if (!origin.caller().signer() || least > 3) return std::nullopt;
        return uint16_t{3};
    }
};

TEST(OriginChecks, ChangeWhatTheyFind) {
    EXPECT_FALSE(allows<EnsureSignedBy<OnlyBob>>(kSigned));
    EXPECT_TRUE(allows<EnsureSignedBy<OnlyBob>>(RuntimeOrigin::signed_by(kBob)));
    using NineForRoot = EnsureRootWithSuccess<uint16_t{9}>;
    using Below = EitherOf<NineForRoot, TryMapSuccess<EnsureRanked, CheckedReduceBy<uint16_t{1}>>>;
    EXPECT_EQ(Below::try_origin(kRoot), uint16_t{9});
    EXPECT_EQ(Below::try_origin(kSigned), uint16_t{2});
    EXPECT_EQ(Below::try_origin(kNone), std::nullopt);
    EXPECT_EQ((TryMapSuccess<EnsureRanked, CheckedReduceBy<uint16_t{4}>>::try_origin(kSigned)), std::nullopt);
    EXPECT_EQ((EnsureWithSuccess<EnsureSigned, 5>::try_origin(kSigned)), 5);
}

TEST(OriginChecks, PassArgumentsOn) {
    using Check = EitherOf<IgnoringArgument<EnsureRootWithSuccess<uint16_t{9}>>, EnsureRanked>;
    EXPECT_EQ(Check::try_origin(kRoot, uint16_t{5}), uint16_t{9});
    EXPECT_EQ(Check::try_origin(kSigned, uint16_t{3}), uint16_t{3});
    EXPECT_EQ(Check::try_origin(kSigned, uint16_t{4}), std::nullopt);
    EXPECT_EQ((*ensure_origin<MapSuccess<Check, Replace<1>>>(kSigned, uint16_t{3})), 1);
    EXPECT_FALSE((EnsureNever<uint16_t>::try_origin(kSigned, uint16_t{3})));
}

TEST(PalletErrors, StandInFourBytes) {
    EXPECT_EQ(DispatchError(Simple::Second), DispatchError(DispatchError::Module{{9, {1, 0, 0, 0}}}));
    EXPECT_EQ(DispatchError(Carrying{Carrying::Plain{}}), DispatchError(DispatchError::Module{{10, {0, 0, 0, 0}}}));
    EXPECT_EQ(DispatchError(Carrying{Carrying::Nested{7, 0x0102}}),
              DispatchError(DispatchError::Module{{10, {1, 7, 2, 1}}}));
}

}  // namespace
}  // namespace serinus::sdk
