// Storage by bytes.
#include "runtime/sdk/host/storage_raw.hpp"

#include "runtime/sdk/counter_test.hpp"

namespace serinus::sdk {
namespace {

class StorageRawTest : public counter::CounterTest {
  protected:
    static void put(std::initializer_list<std::string_view> keys) {
        for (const auto key : keys) host::set(as_bytes(key), as_bytes(key));
    }
    static std::string left() {
        std::string out;
        for (const auto& [key, value] : native::state().entries()) out += std::string(key.begin(), key.end()) + " ";
        return out;
    }
};

TEST_F(StorageRawTest, KeysGrowBeyondTheirPlace) {
    StorageKey key(as_bytes("begin"));
    Bytes expected = to_bytes(as_bytes("begin"));
    for (uint8_t i = 0; i < 50; ++i) {
        const Bytes part(7, i);
        key.append(part);
        expected.insert(expected.end(), part.begin(), part.end());
        ASSERT_TRUE(equal(key.view(), expected));
    }
}

TEST_F(StorageRawTest, WalksStayBelowThePrefix) {
    put({"a", "p", "p1", "p2", "q"});
    std::string found;
    PrefixedKeys keys(to_bytes(as_bytes("p")));
    while (keys.next()) found += std::string(keys.suffix().begin(), keys.suffix().end()) + ";";
    EXPECT_EQ(found, "1;2;");
    PrefixedKeys rest(to_bytes(as_bytes("p")), to_bytes(as_bytes("p1")));
    ASSERT_TRUE(rest.next());
    EXPECT_TRUE(equal(rest.key(), as_bytes("p2")));
    EXPECT_FALSE(rest.next());
    EXPECT_TRUE(contains_prefixed_key(as_bytes("p")));
    EXPECT_FALSE(contains_prefixed_key(as_bytes("p2")));  // the prefix itself is no key below it
}

TEST_F(StorageRawTest, PrefixesAreCleared) {
    put({"a", "p1", "p2", "p3", "q"});
    const auto all = clear_prefix(as_bytes("p"), std::nullopt);
    EXPECT_FALSE(all.maybe_cursor);
    EXPECT_EQ(all.unique, 3u);
    EXPECT_EQ(left(), "a q ");
}

TEST_F(StorageRawTest, SequencesTellTheirLength) {
    host::set(as_bytes("k"), scale::encode(std::vector<uint16_t>(70, 1)));
    EXPECT_EQ(stored_sequence_length(as_bytes("k")), 70u);
    EXPECT_EQ(stored_sequence_length(as_bytes("none")), std::nullopt);
}

TEST_F(StorageRawTest, SwapsWhatIsThereAndWhatIsNot) {
    put({"x"});
    swap_stored(as_bytes("x"), as_bytes("y"));
    EXPECT_EQ(left(), "y ");
    EXPECT_EQ(*native::state().find(as_bytes("y")), to_bytes(as_bytes("x")));
}

TEST_F(StorageRawTest, LayersEndAtTheirLimitAndUndoFailures) {
    const auto failed = with_storage_layer([]() -> DispatchResult {
        host::set(as_bytes("k"), as_bytes("v"));
        return DispatchError(kBadOrigin);
    });
    EXPECT_FALSE(failed);
    EXPECT_EQ(left(), "");
    EXPECT_TRUE(with_storage_layer([]() -> DispatchResult {
        host::set(as_bytes("k"), as_bytes("v"));
        return {};
    }));
    EXPECT_NE(left(), "");

    for (uint32_t i = 0; i < kMaxStorageLayers; ++i) ASSERT_TRUE(enter_storage_layer()) << i;
    EXPECT_EQ(enter_storage_layer().error(), DispatchError(TransactionalError::LimitReached));
    for (uint32_t i = 0; i < kMaxStorageLayers; ++i) leave_storage_layer(true);
}

TEST_F(StorageRawTest, LayersEndWithTheirStateAndWithAPanic) {
    ASSERT_TRUE(enter_storage_layer());
    ASSERT_TRUE(enter_storage_layer());
    native::state().reset();
    EXPECT_EQ(host::open_storage_layers(), 0u);
    const auto broken = panic_of([] {
        static_cast<void>(with_storage_layer([]() -> DispatchResult {
            host::set(as_bytes("k"), as_bytes("v"));
            panic("broken on purpose");
        }));
    });
    EXPECT_NE(broken, "");
    EXPECT_EQ(host::open_storage_layers(), 0u);
    EXPECT_EQ(left(), "");
    for (uint32_t i = 0; i < kMaxStorageLayers; ++i) ASSERT_TRUE(enter_storage_layer()) << i;
    for (uint32_t i = 0; i < kMaxStorageLayers; ++i) leave_storage_layer(false);
}

TEST_F(StorageRawTest, PalletsHaveVersions) {
    EXPECT_EQ(storage_version("Counter"), 0);
    put_storage_version("Counter", 7);
    EXPECT_EQ(storage_version("Counter"), 7);
    EXPECT_EQ(storage_version("Other"), 0);
}

TEST_F(StorageRawTest, BrokenValuesAreReported) {
    report_corrupt_value(as_bytes("k"));
    EXPECT_EQ(native::state().log.size(), 1u);
}

}  // namespace
}  // namespace serinus::sdk
