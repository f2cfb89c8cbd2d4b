// Who made a block.
#include "runtime/pallets/authorship/authorship.hpp"

#include "runtime/mock/chain_test.hpp"

namespace serinus::pallet_authorship {
namespace {

using namespace mock::validators;
using mock::validators::Authorship;
using mock::validators::System;

using AuthorshipTest = Chain;

TEST_F(AuthorshipTest, AuthorIsTheValidatorWhoClaimedTheSlot) {
    for (uint32_t i = 0; i < 3; ++i) {
        begin_block(kFirstSlot + i, i);
        EXPECT_EQ(Authorship::author(), validator(i).account);
        EXPECT_EQ(Authorship::storage.Author.get(), validator(i).account);
        end_block();
        EXPECT_FALSE(Authorship::storage.Author.exists());
    }
}

TEST_F(AuthorshipTest, NobodyMadeABlockWithoutAGoodClaim) {
    const auto author_of = [](const primitives::Digest& digest) {
        System::initialize(1, {}, digest);
        return Authorship::author();
    };
    EXPECT_EQ(author_of({}), std::nullopt);
    EXPECT_EQ(author_of(digest_of(claim(kFirstSlot, 3, Kind::kPlain))), std::nullopt) << "no such validator";
    EXPECT_EQ(author_of({primitives::digest::PreRuntime{primitives::kAuraEngine, {2, 0, 0, 0, 0}}}), std::nullopt);
    // The first item of the engine counts.
    auto digest = digest_of(claim(kFirstSlot, 1, Kind::kPlain));
    digest.insert(digest.begin(), primitives::digest::PreRuntime{primitives::kBabeEngine, {7}});
    EXPECT_EQ(author_of(digest), std::nullopt);
}

}  // namespace
}  // namespace serinus::pallet_authorship
