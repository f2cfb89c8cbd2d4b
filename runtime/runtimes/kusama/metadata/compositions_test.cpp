// Kusama's two compositions, by their metadata: they differ in Sudo, in two tracks and in receipts of version 3, and in
// nothing else.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "metadata/shower.hpp"
#include "tests/support/data.hpp"

namespace serinus::metadata {
namespace {

namespace json = boost::json;

std::unique_ptr<const Metadata> load(const std::string& name) {
    auto decoded = Metadata::decode(to_bytes(as_bytes(test::read_file(SERINUS_METADATA_DIR "/" + name))));
    return decoded ? *std::move(decoded) : nullptr;
}

class Compositions : public testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(development != nullptr && proper != nullptr); }

    static json::value constant(const Metadata& metadata, const Constant& one) {
        return Shower(metadata).show(one.type, one.value).value_or("cannot be decoded");
    }

    std::unique_ptr<const Metadata> development = load("metadata_v16.scale");
    std::unique_ptr<const Metadata> proper = load("kusama_runtime_proper/metadata_v16.scale");
};

TEST_F(Compositions, TheProperOneHasAllPalletsButSudo) {
    std::vector<std::pair<std::string_view, int>> expected, found;
    for (const Pallet& one : development->model().pallets) {
        if (one.name != "Sudo") expected.emplace_back(one.name, one.index);
    }
    for (const Pallet& one : proper->model().pallets) found.emplace_back(one.name, one.index);
    EXPECT_EQ(expected, found);
    EXPECT_EQ(expected.size() + 1, development->model().pallets.size());
}

// The version names the runtime APIs: ParachainHost's is another one.
TEST_F(Compositions, AllConstantsButTheTracksAndTheVersionAreTheSame) {
    const auto may_differ = [](const std::string& name) {
        return name == "Referenda.Tracks" || name == "System.Version";
    };
    for (const Pallet& pallet : proper->model().pallets) {
        for (const Constant& one : pallet.constants) {
            const Constant* other = development->find_constant(pallet.name, one.name);
            ASSERT_NE(other, nullptr) << pallet.name << "." << one.name;
            const std::string name = std::string(pallet.name) + "." + std::string(one.name);
            EXPECT_EQ(equal(one.value, other->value), !may_differ(name)) << name;
        }
    }
}

TEST_F(Compositions, ReceiptsOfVersion3AreOfTheDevelopmentOneAlone) {
    using Names = std::vector<std::string_view>;
    const auto items = [](const Metadata& metadata, std::string_view pallet) {
        Names out;
        for (const Pallet& one : metadata.model().pallets) {
            if (one.name != pallet || !one.storage) continue;
            for (const auto& entry : one.storage->entries) out.push_back(entry.name);
        }
        return out;
    };
    for (const Pallet& pallet : proper->model().pallets) {
        Names expected = items(*proper, pallet.name);
        if (pallet.name == "ParasShared") {
            for (const auto* name :
                 {"RelayParentsOfSessions", "OldestRelayParentSession", "MinimumRelayParentNumber"}) {
                expected.emplace_back(name);
            }
        }
        EXPECT_EQ(items(*development, pallet.name), expected);
    }
    const auto apis = [](const Metadata& metadata) {
        std::map<std::string_view, std::pair<std::optional<uint32_t>, Names>> out;
        for (const Api& api : metadata.model().apis) {
            auto& [version, methods] = out[api.name];
            version = api.version;
            for (const ApiMethod& method : api.methods) methods.push_back(method.name);
        }
        return out;
    };
    auto expected = apis(*proper);
    EXPECT_EQ(expected["ParachainHost"].first, 13u);
    expected["ParachainHost"].first = 16;
    for (const auto* name :
         {"para_ids", "unapplied_slashes_v2", "max_relay_parent_session_age", "ancestor_relay_parent_info"}) {
        expected["ParachainHost"].second.emplace_back(name);
    }
    EXPECT_EQ(apis(*development), expected);
}

// Source: fellowship runtimes v1.7.1, relay/kusama/src/governance/tracks.rs: 2 hours, 14 days, 3 hours, 10 minutes.
TEST_F(Compositions, TracksAreShortInTheDevelopmentOneAlone) {
    const json::value tracks = constant(*proper, *proper->find_constant("Referenda", "Tracks"));
    const json::value others = constant(*development, *development->find_constant("Referenda", "Tracks"));
    ASSERT_EQ(tracks.as_array().size(), 16u);
    size_t different = 0;
    for (size_t i = 0; i < tracks.as_array().size(); ++i) {
        const json::array& track = tracks.as_array()[i].as_array();
        const json::array& other = others.as_array()[i].as_array();
        ASSERT_EQ(track[0], other[0]);
        if (track == other) continue;
        ++different;
        EXPECT_TRUE(track[0] == 10 || track[0] == 13);
        const auto periods = [](const json::value& info) {
            std::vector<uint64_t> out;
            for (const char* name : {"prepare_period", "decision_period", "confirm_period", "min_enactment_period"}) {
                out.push_back(info.as_object().at(name).to_number<uint64_t>());
            }
            return out;
        };
        EXPECT_EQ(periods(track[1]), (std::vector<uint64_t>{1'200, 201'600, 1'800, 100}));
        EXPECT_EQ(periods(other[1]), (std::vector<uint64_t>{5, 1, 1, 1}));
    }
    EXPECT_EQ(different, 2u);
}

}  // namespace
}  // namespace serinus::metadata
