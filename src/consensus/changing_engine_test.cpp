#include "consensus/changing_engine.hpp"
#include "chain/import/refusal_reason.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chain/import/refusal_test_support.hpp"
#include "codec/scale.hpp"
#include "consensus/babe/epoch.hpp"

namespace serinus::consensus {
namespace {

using chain::ChainError;
using chain::HeaderToCheck;
using chain::HeaderVerdict;
using chain::IsRefused;
using chain::RefusalReason;
using primitives::EngineId;
using primitives::Header;
using primitives::kAuraEngine;
using primitives::kBabeEngine;

/// Accepts every header and writes its name into the record.
class Named final : public chain::HeaderVerifier {
  public:
    explicit Named(std::string name) : name_(std::move(name)) {}
    Result<HeaderVerdict, ChainError> check(const HeaderToCheck&, chain::Ancestry&) override {
        return HeaderVerdict{.record = to_bytes(as_bytes(name_)), .weight = 3};
    }

  private:
    std::string name_;
};

class Runtime final : public chain::Ancestry {
  public:
    Result<std::optional<Header>, ChainError> find_header(const Hash256&) override { return std::optional<Header>(); }
    Result<Bytes, ChainError> call_at_parent(std::string_view, BytesView) override { return Bytes(); }
    Result<bool, ChainError> parent_has_api(std::string_view name) override {
        ++asked;
        return name == api;
    }
    std::string api = "BabeApi";
    int asked = 0;
};

Header header_of(const EngineId& engine, uint32_t number, bool updates_runtime = false) {
    Header header;
    header.number = number;
    header.digest.emplace_back(primitives::digest::PreRuntime{engine, {}});
    if (updates_runtime) header.digest.emplace_back(primitives::digest::RuntimeEnvironmentUpdated{});
    return header;
}

class ChangingEngineTest : public testing::Test {
  protected:
    HeaderVerdict check(const Header& header, const Header& parent, BytesView parent_record = {}) {
        const auto verdict = engine.check({parent, {}, parent_record, header, {}}, runtime);
        EXPECT_TRUE(verdict) << verdict.error().reason;
        return *verdict;
    }

    ChangingEngine engine{kBabeEngine, std::make_unique<Named>("babe"), std::make_unique<Named>("aura")};
    Runtime runtime;
};

TEST_F(ChangingEngineTest, WithoutAChangeTheFirstEngineChecksAndTheRuntimeIsNotAsked) {
    EXPECT_EQ(as_text(check(header_of(kBabeEngine, 1), Header()).record), "babe");
    EXPECT_EQ(as_text(check(header_of(kBabeEngine, 9), header_of(kBabeEngine, 8)).record), "babe");
    EXPECT_EQ(as_text(check(Header(), header_of(kBabeEngine, 8)).record), "babe") << "a header without a digest";
    EXPECT_EQ(runtime.asked, 0);
}

TEST_F(ChangingEngineTest, TheRuntimeOfTheParentAllowsTheChange) {
    const Header aura = header_of(kAuraEngine, 9);
    EXPECT_THAT(check(aura, header_of(kBabeEngine, 8)).refusal, IsRefused(RefusalReason::kBadDigest, "has no AuraApi"));
    runtime.api = "AuraApi";
    babe::EpochRecord record;
    record.primary_blocks = 77;
    const HeaderVerdict first = check(aura, header_of(kBabeEngine, 8, true), scale::encode(record));
    EXPECT_TRUE(first.good());
    EXPECT_EQ(first.weight, 77u) << "no branch loses weight by the change";
    const HeaderVerdict second = check(header_of(kAuraEngine, 10), aura, first.record);
    EXPECT_EQ(second.weight, 77u);
    EXPECT_THAT(check(header_of(kBabeEngine, 9), header_of(kBabeEngine, 8, true)).refusal,
                IsRefused(RefusalReason::kBadDigest, "has no BabeApi"))
        << "after an upgrade that ends BABE";
}

TEST_F(ChangingEngineTest, AChainWithoutAnEngineMayChangeToAuraButNotToBabe) {
    const EngineId none{};
    ChangingEngine from_none{none, std::make_unique<Named>("none"), std::make_unique<Named>("aura")};
    runtime.api = "AuraApi";
    const Header parent = header_of({{'o', 't', 'h', 'r'}}, 8);
    EXPECT_EQ(as_text(from_none.check({parent, {}, {}, parent, {}}, runtime)->record), "none");
    EXPECT_TRUE(from_none.check({parent, {}, {}, header_of(kAuraEngine, 9), {}}, runtime)->good());
    runtime.api = "BabeApi";
    EXPECT_THAT(from_none.check({parent, {}, {}, header_of(kBabeEngine, 9), {}}, runtime)->refusal,
                IsRefused(RefusalReason::kUnknownEngine, "changes to BABE"));
}

}  // namespace
}  // namespace serinus::consensus
