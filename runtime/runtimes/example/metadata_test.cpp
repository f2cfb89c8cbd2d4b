// The example's metadata, made from its declarations and their comments, and read back. Spec: sect-metadata
#include <gtest/gtest.h>

#include "runtime/runtimes/example/runtime.hpp"
#include "runtime/sdk/metadata/printed.hpp"
#include "runtime/sdk/metadata/runtime.hpp"
#include "tests/support/data.hpp"

SERINUS_PALLET_METADATA(serinus::example::System)
SERINUS_PALLET_METADATA(serinus::example::Balances)
SERINUS_PALLET_METADATA(serinus::example::Locker)

namespace serinus::sdk::metadata {
namespace {

/// As a wallet reads it: encoded and decoded.
MetadataV14 metadata_of_the_example() {
    const SourceFacts facts = SourceFacts::parse(test::read_file(EXAMPLE_SOURCE_FACTS));
    Description description(facts, "example");
    description.add_pallets(example::Places::Pallets{});
    description.set_origins(example::Places::Pallets{});
    description.set_extrinsic<example::Extrinsic, LookupSource, MultiSignature>(example::Extensions::Types{});
    description.finish(TypeNames::parse(""));
    const auto decoded = scale::decode<MetadataV14>(scale::encode(description.v14()));
    EXPECT_TRUE(decoded.has_value());
    return *decoded;
}

class ExampleMetadata : public testing::Test {
  protected:
    const MetadataV14 metadata_ = metadata_of_the_example();

    const Variants& variants(const std::optional<TypeId>& id) const {
        return std::get<Variants>(metadata_.types[id.value()].type.definition);
    }
};

TEST_F(ExampleMetadata, ListsPalletsInTheOrderOfTheRuntime) {
    ASSERT_EQ(metadata_.pallets.size(), 3u);
    EXPECT_EQ(metadata_.pallets[0].name, "System");
    EXPECT_EQ(metadata_.pallets[1].name, "Balances");
    EXPECT_EQ(metadata_.pallets[2].name, "Locker");
    EXPECT_EQ(metadata_.pallets[2].index, 2);
}

TEST_F(ExampleMetadata, DeclarationsBecomeNames) {
    const auto& locker = metadata_.pallets[2];
    const auto& calls = variants(locker.calls).variants;
    ASSERT_EQ(calls.size(), 2u);
    EXPECT_EQ(calls[0].name, "fill");
    EXPECT_EQ(calls[0].fields[0].name, "content");
    EXPECT_EQ(calls[1].name, "empty");
    EXPECT_TRUE(calls[1].fields.empty());

    EXPECT_EQ(variants(locker.events).variants[0].name, "Filled");
    EXPECT_EQ(variants(locker.errors).variants[2].name, "TooManyEnding");

    ASSERT_TRUE(locker.storage.has_value());
    EXPECT_EQ(locker.storage->prefix, "Locker");
    EXPECT_EQ(locker.storage->entries[0].name, "Lockers");
    const auto& map = std::get<MapEntry>(locker.storage->entries[0].type);
    EXPECT_EQ(map.hashers, (std::vector<uint8_t>{Blake2_128Concat<AccountId>::kMetadataIndex}));
    EXPECT_EQ(Printer(metadata_.types, {}).path(map.value), "pallet_locker::types::Locker");

    ASSERT_EQ(locker.constants.size(), 4u);
    EXPECT_EQ(locker.constants[2].name, "Term");
    EXPECT_EQ(locker.constants[2].value, scale::encode(uint32_t{10}));
}

TEST_F(ExampleMetadata, CommentsBecomeDocumentation) {
    const auto& locker = metadata_.pallets[2];
    EXPECT_EQ(variants(locker.calls).variants[1].docs, (Docs{"Ends one's locker before its time. Errors: NotFound."}));
    EXPECT_EQ(variants(locker.errors).variants[1].docs, (Docs{"The account has no locker."}));
    EXPECT_EQ(locker.storage->entries[1].docs, (Docs{"Whose lockers end in a block."}));
    EXPECT_EQ(locker.constants[1].docs, (Docs{"The most bytes that fit in."}));
}

}  // namespace
}  // namespace serinus::sdk::metadata
