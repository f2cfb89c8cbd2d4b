#include "tools/compose/text_reader.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "metadata/sample_test.hpp"

namespace serinus::compose {
namespace {

using namespace literals;

const Bytes kAliceKey = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"_hex;

/// On the pallet System, index 5, of a small metadata: set(number, whom), index 2, and remark(bytes), index 0.
class SampleReader : public testing::Test {
  protected:
    void SetUp() override {
        metadata = *metadata::Metadata::decode(metadata::sample::encoded(15, metadata::sample::sample_v15()));
    }
    Result<Bytes, std::string> read(std::vector<std::string> words) const {
        TextReader reader(*metadata, {}, [](const std::string& path) -> Result<Bytes, std::string> {
            if (path == "there") return "0a0b"_hex;
            return Err("no file " + path);
        });
        return reader.read_call(std::move(words));
    }
    std::string error(std::vector<std::string> words) const {
        const auto result = read(std::move(words));
        return result ? "it is a call" : result.error();
    }

    std::unique_ptr<const metadata::Metadata> metadata;
};

TEST_F(SampleReader, ArgumentsStandInTheirOrderOrHaveNames) {
    const Bytes expected = concat("050228"_hex, kAliceKey);
    EXPECT_EQ(*read({"system.set", "10", "//Alice"}), expected);
    EXPECT_EQ(*read({"System.Set", "whom=//Alice", "number=10"}), expected);
    EXPECT_EQ(*read({"system.set", "whom=//Alice", "10"}), expected);
    EXPECT_EQ(*read({"system.set", "1_0", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"}), expected);
    EXPECT_EQ(*read({"system.set", "0xa", to_hex_prefixed(kAliceKey)}), expected);
}

TEST_F(SampleReader, BytesAreTextsHexOrFiles) {
    EXPECT_EQ(*read({"system.remark", "hi"}), "0500086869"_hex);
    EXPECT_EQ(*read({"system.remark", "0x6869"}), "0500086869"_hex);
    EXPECT_EQ(*read({"system.remark", "@there"}), "0500080a0b"_hex);
    EXPECT_EQ(error({"system.remark", "@missing"}), "bytes (bytes): no file missing");
}

TEST_F(SampleReader, AWordWithAnEqualsSignIsNoNameUnlessAnArgumentHasIt) {
    EXPECT_EQ(*read({"system.remark", "a=b"}), "05000c613d62"_hex);
}

TEST_F(SampleReader, ErrorsNameWhatThereIs) {
    EXPECT_EQ(error({"systm.set"}), "the chain has no pallet `systm`; did you mean `system`? It has system");
    EXPECT_EQ(error({"system.remrak", "hi"}), "no call `remrak` in system; did you mean `remark`? It has remark, set");
    EXPECT_EQ(error({"system"}), "which call of system? It has remark, set");
    EXPECT_EQ(error({}), "which call? Write one such as balances.transfer_keep_alive and its arguments");
}

TEST_F(SampleReader, ErrorsNameTheArgumentAndItsType) {
    EXPECT_EQ(error({"system.set", "-1", "//Alice"}), "number (u32): \"-1\" is no u32");
    EXPECT_TRUE(error({"system.set", "1", "Alice"}).starts_with("whom (account): \"Alice\" is no account ("));
    EXPECT_EQ(error({"system.set", "1"}),
              "the argument whom is missing\nusage: system.set number whom\n  number: u32\n  whom: account");
    EXPECT_EQ(error({"system.remark", "a", "b"}),
              "`b` is one argument too many\nusage: system.remark bytes\n  bytes: bytes\nSays something.");
    EXPECT_TRUE(error({"system.set", "1", "number=2"}).starts_with("the argument number is given twice"));
}

TEST_F(SampleReader, AnEncodedCallIsTakenAsItIs) {
    // The type of calls of the sample has the pallet at the index 0.
    EXPECT_EQ(*read({"0x0000086869"}), "0000086869"_hex);
    EXPECT_EQ(error({"0x00"}), "the bytes are no call of this chain, or too many to be decoded");
    EXPECT_EQ(error({"0x0"}), "the encoded call is no hex: odd number of hex digits");
}

TEST_F(SampleReader, AnyWordsEndWithACallOrASentence) {
    for (const char* word : {"", ".", "..", "system.", ".set", "system.set.set", "@", "0x", "{", "}", "'"}) {
        EXPECT_FALSE(read({word})) << word;
        (void)read({"system.set", word, word});
        (void)read({"system.remark", word});
    }
}

}  // namespace
}  // namespace serinus::compose
