#include "runtime_api/newest_metadata.hpp"

#include <gtest/gtest.h>

namespace serinus::runtime_api {
namespace {

using Failure = std::string;

/// A runtime whose metadata of version n is the byte n; Metadata_metadata is that of version 14.
struct Runtime {
    std::optional<std::vector<uint32_t>> versions;  ///< nullopt: version 1 of the API
    std::optional<uint32_t> missing = {};           ///< in the list, but not returned

    Result<Bytes, Failure> operator()(const Call<Bytes()>& call) const {
        EXPECT_EQ(call.name, "Metadata_metadata");
        return Bytes{14};
    }
    Result<std::vector<uint32_t>, Failure> operator()(const Call<std::vector<uint32_t>()>& call) const {
        EXPECT_EQ(call.name, "Metadata_metadata_versions");
        if (!versions) return Err(Failure("no such function"));
        return *versions;
    }
    Result<std::optional<Bytes>, Failure> operator()(const Call<std::optional<Bytes>(uint32_t)>& call,
                                                     uint32_t version) const {
        EXPECT_EQ(call.name, "Metadata_metadata_at_version");
        EXPECT_NE(std::ranges::find(*versions, version), versions->end());
        if (version == missing) return std::optional<Bytes>();
        return std::optional(Bytes{static_cast<uint8_t>(version)});
    }
};

uint8_t version_from(const Runtime& runtime) { return newest_metadata(runtime)->at(0); }

TEST(NewestMetadata, IsOfTheNewestVersionThatTheRuntimeOffersAndTheHostReads) {
    EXPECT_EQ(version_from({{{14, 15, 16}}}), 16);
    EXPECT_EQ(version_from({{{14, 15, 16, 17, ~0U}}}), 16);
    EXPECT_EQ(version_from({{{15, 14}}}), 15);
}

TEST(NewestMetadata, IsWhatTheRuntimeCallsItsMetadataWithoutANewerOne) {
    EXPECT_EQ(version_from({{{14}}}), 14);
    EXPECT_EQ(version_from({std::nullopt}), 14);
}

TEST(NewestMetadata, IsOfTheNextVersionIfOneIsListedButNotThere) {
    EXPECT_EQ(version_from({{{14, 15, 16}}, 16}), 15);
    EXPECT_EQ(version_from({{{16}}, 16}), 14);
}

}  // namespace
}  // namespace serinus::runtime_api
