#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

const std::string kAlice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const std::string kAliceHex = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const std::string kAliceSeed = "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";

Outcome key(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), "key");
    return run_serinus(arguments, input);
}

// Observed: the output of `polkadot key inspect //Alice`, polkadot 1.25.1, in text
TEST(KeyInspect, ASecretUri) {
    const Outcome alice = key({"inspect", "//Alice"});
    EXPECT_EQ(alice.exit_code, 0);
    EXPECT_EQ(alice.err, "");
    EXPECT_EQ(alice.out,
              "Secret Key URI `//Alice` is account:\n"
              "  Network ID:        substrate\n"
              "  Secret seed:       " +
                  kAliceSeed +
                  "\n"
                  "  Public key (hex):  " +
                  kAliceHex +
                  "\n"
                  "  Account ID:        " +
                  kAliceHex +
                  "\n"
                  "  Public key (SS58): " +
                  kAlice +
                  "\n"
                  "  SS58 Address:      " +
                  kAlice + "\n");
}

// Observed: polkadot 1.25.1; the account of an ECDSA key is its hash, its seed is 32 bytes too
TEST(KeyInspect, APhraseInJson) {
    const std::string phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    const Outcome outcome = key({"inspect", phrase, "--output-type", "json", "-n", "kusama", "--scheme", "ECDSA"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.out, StartsWith("{\n  \"accountId\": \"0x"));
    const Json json = Json::parse(outcome.out);
    EXPECT_EQ(json["secretPhrase"].text(), phrase);
    EXPECT_EQ(json["networkId"].text(), "kusama");
    EXPECT_EQ(json["publicKey"].text().size(), 2 + 66u);
    EXPECT_EQ(json["accountId"].text().size(), 2 + 64u);
    EXPECT_NE(json["ss58Address"].text(), json["ss58PublicKey"].text());
    EXPECT_EQ(json["secretSeed"].text().size(), 2 + 64u);
    EXPECT_EQ(json.members().size(), 7u);
}

TEST(KeyInspect, ASoftKeyHasNoSeed) {
    EXPECT_THAT(key({"inspect", "/soft"}).out, HasSubstr("Secret seed:       n/a\n"));
}

// Observed: the output of `polkadot key inspect`, polkadot 1.25.1
TEST(KeyInspect, APublicKeyInHexOrAsAnAddress) {
    const std::string lines = "  Public key (hex):   " + kAliceHex +
                              "\n"
                              "  Account ID:         " +
                              kAliceHex +
                              "\n"
                              "  Public key (SS58):  " +
                              kAlice +
                              "\n"
                              "  SS58 Address:       " +
                              kAlice + "\n";
    EXPECT_EQ(key({"inspect", "--public", kAliceHex}).out, "Network ID/Version: substrate\n" + lines);
    EXPECT_EQ(key({"inspect", kAlice}).out,
              "Public Key URI `" + kAlice + "` is account:\n  Network ID/Version: substrate\n" + lines);
    const Json kusama = Json::parse(key({"inspect", kAlice, "--network", "Kusama", "--output-type", "Json"}).out);
    EXPECT_EQ(kusama["publicKeyUri"].text(), kAlice);
    EXPECT_EQ(kusama["ss58Address"].text(), "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F");
    EXPECT_EQ(key({"inspect", "--public", "0x00"}).err,
              "Error: Input(\"Failed to construct public key from given hex\")\n");
}

// Observed: polkadot 1.25.1 says so on stdout and ends well
TEST(KeyInspect, WhatIsNoUriIsTold) {
    const Outcome outcome = key({"inspect", "no such words"});
    EXPECT_EQ(outcome.out, "Invalid phrase/URI given\n");
    EXPECT_EQ(outcome.exit_code, 0);
}

TEST(KeyInspect, TheUriMayComeFromAFileOrTheStandardInput) {
    const TemporaryFolder folder;
    const std::string expected = key({"inspect", "//Alice"}).out;
    EXPECT_EQ(key({"inspect", folder.save("uri", "//Alice \n\n")}).out, expected);
    EXPECT_EQ(key({"inspect"}, "//Alice\n").out, expected);
    EXPECT_EQ(key({"inspect"}, "//Alice").out, expected);
}

TEST(KeyInspect, ThePasswordMayBeAnOptionAFileOrTheStandardInput) {
    const TemporaryFolder folder;
    const std::string phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    const std::string expected = key({"inspect", phrase, "--password", "secret"}).out;
    EXPECT_NE(expected, key({"inspect", phrase}).out);
    EXPECT_EQ(key({"inspect", phrase, "--password-filename", folder.save("password", "secret")}).out, expected);
    EXPECT_EQ(key({"inspect", phrase, "--password-interactive"}, "secret\n").out, expected);
    EXPECT_EQ(key({"inspect", phrase, "--password", "x", "--password-interactive"}).exit_code, 2);
}

// Observed: sc-cli 0.63.0, its test of --expect-public: the URI counts without its junctions, but with its
// password
TEST(KeyInspect, AnExpectedKeyIsThatOfTheUriWithoutJunctions) {
    EXPECT_EQ(key({"inspect", "//a", "--expect-public", "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"}).exit_code,
              0);
    const Outcome other = key({"inspect", "//a", "--expect-public", kAliceHex});
    EXPECT_EQ(other.exit_code, 1);
    EXPECT_EQ(other.err, "Error: Input(\"Expected public (" + kAliceHex + ") key does not match.\")\n");
    EXPECT_EQ(key({"inspect", "//a", "--expect-public", kAliceHex, "--public"}).exit_code, 2);
}

TEST(KeyGenerate, MakesAPhraseOfAsManyWordsAsAsked) {
    for (const int words : {12, 15, 18, 21, 24}) {
        const Outcome outcome = key({"generate", "--words", std::to_string(words), "--output-type=json"});
        const Json json = Json::parse(outcome.out);
        const std::string phrase = json["secretPhrase"].text();
        EXPECT_EQ(std::ranges::count(phrase, ' ') + 1, words);
        EXPECT_EQ(Json::parse(key({"inspect", phrase, "--output-type=json"}).out)["publicKey"].text(),
                  json["publicKey"].text());
    }
    EXPECT_NE(key({"generate"}).out, key({"generate"}).out);
    const Outcome wrong = key({"generate", "-w", "13"});
    EXPECT_EQ(wrong.exit_code, 1);
    EXPECT_EQ(wrong.err, "Error: Input(\"Invalid number of words given for phrase: must be 12/15/18/21/24\")\n");
}

TEST(KeyGenerate, AnUnknownNetworkOrSchemeIsAUsageError) {
    const Outcome outcome = key({"generate", "-n", "kusana"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("Unable to parse variant. Known variants: [\"polkadot\", "));
    EXPECT_THAT(outcome.err, testing::EndsWith("See: serinus key generate --help\n"));
    EXPECT_EQ(key({"generate", "--scheme", "rsa"}).exit_code, 2);
}

TEST(KeySign, WhatIsSignedIsVerified) {
    const TemporaryFolder folder;
    for (const std::string scheme : {"sr25519", "ed25519", "ecdsa"}) {
        const Json alice = Json::parse(key({"inspect", "//Alice", "--scheme", scheme, "--output-type", "json"}).out);
        const Outcome signature = key({"sign", "--suri", "//Alice", "--scheme", scheme}, "message");
        EXPECT_EQ(signature.exit_code, 0);
        EXPECT_THAT(signature.out, MatchesRegex("0x[0-9a-f]+"));
        for (const auto& uri : {alice["publicKey"].text(), alice["ss58PublicKey"].text(),
                                folder.save("uri-" + scheme, alice["publicKey"].text() + "\n")}) {
            const Outcome right = key({"verify", signature.out, uri, "--scheme", scheme}, "message");
            EXPECT_EQ(right.out, "Signature verifies correctly.\n") << right.err;
            EXPECT_EQ(right.exit_code, 0);
        }
        const Outcome wrong = key({"verify", signature.out, alice["publicKey"].text(), "--scheme", scheme}, "massage");
        EXPECT_EQ(wrong.exit_code, 1);
        EXPECT_EQ(wrong.err, "Error: SignatureInvalid\n");
    }
}

// The signatures of Alice that sc_cli tests `verify` with.
TEST(KeyVerify, ASignatureOfTheOfficialTool) {
    const std::string text =
        "0x4eb25a2285a82374888880af0024eb30c3a21ce086eae3862888d345af607f0ad6fb081312f11730932564f24a9f8ebcee2d4686141"
        "3ae61307eca58db2c3e81";
    const std::string hex =
        "0x026342225155056ea797118c1c8c8b3cc002aa2020c36f4217fa3c302783a572ad3dcd38c231cbaf86cadb93984d329c963ceac0685"
        "cc1ee4c1ed50fa443a68f";
    EXPECT_EQ(key({"verify", text, kAlice, "--message", "test message"}).exit_code, 0);
    EXPECT_EQ(key({"verify", text, kAlice}, "test message").exit_code, 0);
    EXPECT_EQ(key({"verify", hex, kAlice, "--message", "0xaabbcc", "--hex"}).exit_code, 0);
    EXPECT_EQ(key({"verify", hex, kAlice, "--hex"}, "aABBcC").exit_code, 0);
    EXPECT_EQ(key({"verify", text, kAlice, "--message", "0xaabbcc", "--hex"}).exit_code, 1);
}

// Observed: sc-cli 0.63.0, the variants of its Error, as Rust prints them
TEST(KeyVerify, SaysWhatIsWrong) {
    const std::string signature = "0x" + std::string(128, '1');
    const auto error_of = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "verify");
        const Outcome outcome = key(arguments, "message");
        EXPECT_EQ(outcome.exit_code, 1);
        return outcome.err;
    };
    EXPECT_EQ(error_of({"0x11", kAlice}), "Error: SignatureFormatInvalid\n");
    EXPECT_EQ(error_of({"0x1", kAlice}), "Error: HexDataConversion(InvalidLength)\n");
    EXPECT_EQ(error_of({"0x1g", kAlice}), "Error: HexDataConversion(InvalidCharacter { character: 'g', index: 1 })\n");
    EXPECT_EQ(error_of({signature, "0x1111"}), "Error: KeyFormatInvalid\n");
    EXPECT_EQ(error_of({signature, "0xhello"}), "Error: InvalidUri(Base 58 requirement is violated)\n");
    EXPECT_EQ(error_of({signature, kAliceHex}), "Error: SignatureInvalid\n");
    EXPECT_EQ(key({"verify"}).exit_code, 2);
    EXPECT_EQ(key({"sign", "--suri", "//a//", "--message", "x"}).err,
              "Error: Input(\"Invalid phrase InvalidFormat(InvalidCharacterInHardPath)\")\n");
}

TEST(KeyNode, AGeneratedKeyHasThePeerIdThatWasTold) {
    const Outcome hex = key({"generate-node-key"});
    EXPECT_THAT(hex.out, MatchesRegex("[0-9a-f]+"));
    EXPECT_EQ(hex.out.size(), 64u);
    EXPECT_THAT(hex.err, StartsWith("12D3KooW"));
    EXPECT_EQ(key({"inspect-node-key"}, hex.out + "\n").out, hex.err);

    const TemporaryFolder folder;
    const std::string path = folder / "key";
    const Outcome binary = key({"generate-node-key", "--bin", "--file", path});
    EXPECT_EQ(read_file(path).size(), 32u);
    EXPECT_EQ(key({"inspect-node-key", "--bin", "--file", path}).out, binary.err);
    struct stat info{};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
}

// The peer id that Polkadot's documentation gives for this key.
TEST(KeyNode, TheKnownPeerId) {
    EXPECT_EQ(key({"inspect-node-key", "-n", "kusama"}, std::string(63, '0') + "1").out,
              "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp\n");
    EXPECT_EQ(key({"inspect-node-key"}, "hello").err, "Error: Input(\"failed to decode secret as hex\")\n");
    EXPECT_EQ(key({"inspect-node-key"}, "00").err, "Error: Input(\"Bad node key file\")\n");
}

TEST(KeyNode, AKeyThatIsThereIsKept) {
    const TemporaryFolder folder;
    const std::string path = folder.path() + "/chains/ksmcc3/network/secret_ed25519";
    const Outcome first = key({"generate-node-key", "--base-path", folder.path(), "--chain", "kusama"});
    EXPECT_THAT(first.err, StartsWith("Generating key in \"" + path + "\"\n12D3KooW"));
    const std::string content = read_file(path);
    const Outcome second = key({"generate-node-key", "--base-path", folder.path(), "--chain", "kusama"});
    EXPECT_EQ(second.exit_code, 1);
    EXPECT_EQ(second.err, "Skip generation, a key already exists in \"" + path +
                              "\"\nError: KeyAlreadyExistsInPath(\"" + path + "\")\n");
    EXPECT_EQ(read_file(path), content);
    EXPECT_EQ(key({"generate-node-key", "--file", "x", "--default-base-path"}).exit_code, 2);
}

// Observed: polkadot 1.25.1: the file of `polkadot key insert`
TEST(KeyInsert, WritesTheFileThatANodeReads) {
    const TemporaryFolder folder;
    const Outcome outcome = key({"insert", "-d", folder.path(), "--chain", "kusama", "--key-type", "gran", "--scheme",
                                 "ed25519", "--suri", "//Alice"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.out + outcome.err, "");
    EXPECT_EQ(read_file(folder.path() + "/chains/ksmcc3/keystore/"
                                        "6772616e88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee"),
              "\"//Alice\"");
    EXPECT_EQ(
        key({"insert", "--keystore-path", folder / "keys", "--key-type", "babe", "--scheme", "sr25519"}, "//Alice\n")
            .exit_code,
        0);
    EXPECT_EQ(read_file(folder.path() + "/keys/62616265" + kAliceHex.substr(2)), "\"//Alice\"");
}

TEST(KeyInsert, SaysWhatIsWrong) {
    const TemporaryFolder folder;
    const auto insert = [&](const std::string& type, const std::string& suri) {
        return key({"insert", "-d", folder.path(), "--dev", "--key-type", type, "--scheme", "sr25519", "--suri", suri});
    };
    EXPECT_EQ(insert("grandpa", "//Alice").err, "Error: KeyTypeInvalid\n");
    EXPECT_EQ(insert("gran", "hello").err, "Error: Input(\"Invalid phrase InvalidPhrase\")\n");
    EXPECT_EQ(key({"insert", "--key-type", "gran", "--suri", "//Alice"}).exit_code, 2);
    EXPECT_EQ(key({"insert", "--scheme", "sr25519", "--suri", "//Alice"}).exit_code, 2);
    const std::string spec =
        folder.save("evil.json", R"({"name": "x", "id": "../x", "bootNodes": [], "genesis": {"stateRootHash": "0x)" +
                                     std::string(64, '0') + "\"}}");
    EXPECT_EQ(key({"insert", "-d", folder.path(), "--chain", spec, "--key-type", "gran", "--scheme", "sr25519",
                   "--suri", "//Alice"})
                  .err,
              "error: the chain id \"../x\" is no name for a folder\n");
}

TEST(KeyVanity, TheAddressBeginsWithThePattern) {
    const Outcome outcome = key({"vanity", "--pattern", "A", "--output-type", "json"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.out, StartsWith("Generating key containing pattern 'A'\n"));
    EXPECT_THAT(outcome.out, HasSubstr(" == top: 93\n{\n"));
    const std::string address = Json::parse(outcome.out.substr(outcome.out.find('{')))["ss58Address"].text();
    EXPECT_LE(address.find('A'), 2u);
    EXPECT_EQ(key({"vanity", "--pattern", ""}).exit_code, 2);
    EXPECT_EQ(key({"vanity", "--pattern", "bob0"}).exit_code, 1);
}

}  // namespace
}  // namespace serinus::test
