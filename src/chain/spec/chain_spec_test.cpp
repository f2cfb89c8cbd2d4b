#include "chain/spec/chain_spec.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::chain {
namespace {

using test::kNoSharedData;
using test::shared_data;

constexpr const char* kPeer = "12D3KooWBjxpFhVNM9poSsMEfdnXJaSWSZQ7otK9aV1SPA9zJp5W";

/// A specification with `genesis`, and `more` fields before it.
std::string spec_with(const std::string& more,
                      const std::string& genesis = R"({"raw":{"top":{},"childrenDefault":{}}})") {
    return R"({"name":"N","id":"i","bootNodes":[],)" + more + (more.empty() ? "" : ",") + R"("genesis":)" + genesis +
           "}";
}

ChainSpec read_good(const std::string& json) {
    auto spec = read_chain_spec(json);
    EXPECT_TRUE(spec.has_value()) << (spec ? "" : spec.error().to_string()) << "\n" << json;
    return spec ? *std::move(spec) : ChainSpec{};
}

SpecError read_bad(const std::string& json) {
    const auto spec = read_chain_spec(json);
    EXPECT_FALSE(spec.has_value()) << json;
    return spec ? SpecError{} : spec.error();
}

std::string write(const ChainSpec& spec) {
    std::string out;
    EXPECT_TRUE(write_chain_spec(spec, [&](std::string_view text) {
        out += text;
        return true;
    }));
    return out;
}

const RawGenesis& raw(const ChainSpec& spec) { return std::get<RawGenesis>(spec.genesis); }

TEST(ChainSpec, OnlyFourFieldsAreRequired) {
    const ChainSpec spec = read_good(spec_with(""));
    EXPECT_EQ(spec.name, "N");
    EXPECT_EQ(spec.id, "i");
    EXPECT_EQ(spec.chain_type, ChainType{});  // Live
    EXPECT_FALSE(spec.protocol_id || spec.fork_id || spec.properties || spec.telemetry_endpoints || spec.bad_blocks);
    for (const std::string field : {"name", "id", "bootNodes", "genesis"}) {
        std::string json =
            R"({"name":"N","id":"i","bootNodes":[],"genesis":{"stateRootHash":")" + std::string(64, '0') + R"("}})";
        json.replace(json.find("\"" + field + "\"") + 1, field.size(), "other");
        EXPECT_EQ(read_bad(json).to_string().substr(0, 20 + field.size()), "$: the field \"" + field + "\" is m");
    }
}

TEST(ChainSpec, EveryFieldIsRead) {
    const std::string hash(64, 'a');
    const ChainSpec spec = read_good(
        R"({"name":"Na\u00efve","id":"i","chainType":{"Custom":"Mine"},
            "bootNodes":["/dns/a.b/tcp/30333/p2p/)" +
        std::string(kPeer) + R"(","/ip4/1.2.3.4/tcp/1/ws/ipfs/)" + kPeer + R"("],
            "telemetryEndpoints":[["wss://telemetry.polkadot.io/submit/",9],["/ip4/1.2.3.4/tcp/5",0]],
            "protocolId":"dot","forkId":"f","properties":{"b":[1,{}],"a":18446744073709551616},
            "forkBlocks":[[4294967296,"0x)" +
        hash + R"("]],"badBlocks":["0x)" + hash + R"("],
            "lightSyncState":{"finalizedBlockHeader":"0x01","babeEpochChanges":"0x0203","babeFinalizedBlockWeight":7,
                              "grandpaAuthoritySet":"0x"},
            "para_id":1000,"codeSubstitutes":{"5":"0x00","10":"0x0102"},"relay_chain":"kusama","consensusEngine":null,
            "genesis":{"raw":{"childrenDefault":{"0x01":{"0x02":"0x03"}},"top":{"0xBB":"0x","0xaa":"0x0f"}}}})");
    EXPECT_EQ(spec.name, "Na\xc3\xafve");
    EXPECT_EQ(to_string(spec.chain_type), "Mine");
    ASSERT_EQ(spec.boot_nodes.size(), 2u);
    EXPECT_EQ(spec.boot_nodes[1], "/ip4/1.2.3.4/tcp/1/ws/p2p/" + std::string(kPeer));
    ASSERT_EQ(spec.telemetry_endpoints->size(), 2u);
    // Observed: polkadot 1.25.1: the address as it stands in its own specifications.
    EXPECT_EQ(spec.telemetry_endpoints->at(0).address, "/dns/telemetry.polkadot.io/tcp/443/x-parity-wss/%2Fsubmit%2F");
    EXPECT_EQ(spec.telemetry_endpoints->at(0).verbosity, 9);
    EXPECT_EQ(spec.protocol_id, "dot");
    EXPECT_EQ(spec.fork_id, "f");
    EXPECT_EQ(spec.properties->text, R"({"b":[1,{}],"a":18446744073709551616})");
    EXPECT_EQ(spec.fork_blocks->at(0).number, 4294967296u);
    EXPECT_EQ(to_hex(spec.bad_blocks->at(0).bytes), hash);
    EXPECT_EQ(spec.light_sync_state->babe_epoch_changes, (Bytes{2, 3}));
    EXPECT_EQ(spec.light_sync_state->babe_finalized_block_weight, 7u);
    ASSERT_EQ(spec.extensions.size(), 2u);  // in the order of the file
    EXPECT_EQ(spec.extensions[0].name, "para_id");
    EXPECT_EQ(spec.extensions[1].value.text, "\"kusama\"");
    EXPECT_EQ(spec.code_substitutes[0].block, "10");  // sorted as text
    EXPECT_EQ(spec.code_substitutes[1].code, Bytes{0});
    ASSERT_EQ(raw(spec).top.size(), 2u);
    EXPECT_EQ(raw(spec).top[0].key[0], 0xaa);
    EXPECT_TRUE(raw(spec).top.find(Bytes{0xbb})->empty());
    ASSERT_EQ(raw(spec).children.size(), 1u);
    EXPECT_EQ(raw(spec).children[0].entries.find(Bytes{2})->front(), 3);
    EXPECT_TRUE(read_good(write(spec)) == spec);
}

TEST(ChainSpec, TheOldListFormOfRawGenesisIsTheSame) {
    const ChainSpec old = read_good(spec_with("", R"({"raw":[{"0x01":"0x02"},{"0x03":{"0x04":"0x05"}}]})"));
    const ChainSpec current =
        read_good(spec_with("", R"({"raw":{"top":{"0x01":"0x02"},"childrenDefault":{"0x03":{"0x04":"0x05"}}}})"));
    EXPECT_TRUE(old == current);
    EXPECT_EQ(read_bad(spec_with("", R"({"raw":[{}]})")).path, "$.genesis.raw");
    EXPECT_EQ(read_bad(spec_with("", R"({"raw":[{},{},{}]})")).path, "$.genesis.raw[2]");
}

TEST(ChainSpec, TheOtherFormsOfGenesisAreKept) {
    const std::string hash = "0x" + std::string(64, '7');
    EXPECT_EQ(to_hex_prefixed(
                  std::get<StateRootGenesis>(read_good(spec_with("", R"({"stateRootHash":")" + hash + "\"}")).genesis)
                      .state_root.bytes),
              hash);

    using Form = RuntimeGenesis::Form;
    const std::tuple<const char*, Form, const char*, size_t> forms[] = {
        {R"({"runtimeGenesis":{"code":"0x0102","patch":{"a": 1.50}}})", Form::kPatch, R"({"a":1.50})", 2},
        {R"({"runtimeGenesis":{"config":{},"code":"0x01"}})", Form::kConfig, "{}", 1},
        {R"({"runtime":{"balances":[ ]}})", Form::kRuntime, R"({"balances":[]})", 0},
        {R"({"runtimeAndCode":{"runtime":null,"code":"0x01"}})", Form::kRuntimeAndCode, "null", 1},
    };
    for (const auto& [json, form, config, code_size] : forms) {
        const ChainSpec spec = read_good(spec_with("", json));
        const auto& genesis = std::get<RuntimeGenesis>(spec.genesis);
        EXPECT_EQ(genesis.form, form);
        EXPECT_EQ(genesis.config.text, config);
        EXPECT_EQ(genesis.code.size(), code_size);
        EXPECT_TRUE(read_good(write(spec)) == spec);
    }
}

struct BadSpec {
    std::string json;
    SpecFault fault;
    std::string path;
    std::string reason;  ///< how it begins
};

TEST(ChainSpec, EveryErrorNamesThePathAndTheReason) {
    const auto genesis = [](const char* text) { return spec_with("", text); };
    const std::string node = std::string("/dns/a/tcp/1/p2p/") + kPeer;
    const BadSpec cases[] = {
        {"", SpecFault::kSyntax, "$", "the JSON text is empty"},
        {"  ", SpecFault::kSyntax, "$", "the JSON text ends too early"},
        {"{\"name\":\"N\"", SpecFault::kSyntax, "$.name", "the JSON text ends too early"},
        {"{\"name\":\"N\",}", SpecFault::kSyntax, "$.name", "not JSON"},
        {spec_with("") + "x", SpecFault::kSyntax, "$", "something follows"},
        {spec_with("") + "{}", SpecFault::kSyntax, "$", "something follows"},
        {"[]", SpecFault::kWrongType, "$", "must be an object"},
        {"{\"name\":\"\xff\"}", SpecFault::kSyntax, "$.name", "not JSON"},
        {"{\"name\":\"\\ud800\"}", SpecFault::kSyntax, "$.name", "not JSON"},
        {"{\"name\":1}", SpecFault::kWrongType, "$.name", "must be a string"},
        {spec_with(R"("name":"again")"), SpecFault::kDuplicate, "$.name", "the field is there twice"},
        {spec_with(R"("x":1,"x":2)"), SpecFault::kDuplicate, "$.x", "the field is there twice"},
        {spec_with(R"("x":{"y":[{"z":1,"z":2}]})"), SpecFault::kDuplicate, "$.x.y[0].z", "the field is there twice"},
        {spec_with("\"protocolId\":\"" + std::string(1025, 'p') + "\""), SpecFault::kTooLarge, "$.protocolId",
         "is longer"},
        {spec_with(R"("chainType":"Dev")"), SpecFault::kBadValue, "$.chainType", "must be \"Development\""},
        {spec_with(R"("chainType":{})"), SpecFault::kMissingField, "$.chainType", "the field \"Custom\""},
        {spec_with(R"("chainType":{"Live":null})"), SpecFault::kUnknownField, "$.chainType.Live", "no such field"},
        {R"({"bootNodes":{}})", SpecFault::kWrongType, "$.bootNodes", "must be an array of multiaddresses"},
        {R"({"bootNodes":[")" + node + R"(",5]})", SpecFault::kWrongType, "$.bootNodes[1]", "must be a multiaddress"},
        {R"({"bootNodes":["dns/a"]})", SpecFault::kBadValue, "$.bootNodes[0]", "a multiaddress begins with a slash"},
        {R"({"bootNodes":["/dns/a/tcp/1"]})", SpecFault::kBadValue, "$.bootNodes[0]",
         "the address of a boot node ends"},
        {R"({"bootNodes":["/dns/a//p2p/12D3"]})", SpecFault::kBadValue, "$.bootNodes[0]", "a part of the multi"},
        {R"({"bootNodes":["/dns/a b/p2p/12D3"]})", SpecFault::kBadValue, "$.bootNodes[0]",
         "a multiaddress has no spaces"},
        {R"({"bootNodes":["/dns/a/p2p/12D3KooW0"]})", SpecFault::kBadValue, "$.bootNodes[0]", "the peer id"},
        {spec_with(R"("telemetryEndpoints":[["wss://a/"]])"), SpecFault::kBadValue, "$.telemetryEndpoints[0]",
         "must be [address"},
        {spec_with(R"("telemetryEndpoints":[["wss://a/",256]])"), SpecFault::kBadValue, "$.telemetryEndpoints[0][1]",
         "must be an integer"},
        {spec_with(R"("telemetryEndpoints":[["wss://a/",0,0]])"), SpecFault::kBadValue, "$.telemetryEndpoints[0][2]",
         "one element too many"},
        {spec_with(R"("telemetryEndpoints":[["ftp://a/",0]])"), SpecFault::kBadValue, "$.telemetryEndpoints[0][0]",
         "a telemetry URL is"},
        {spec_with(R"("telemetryEndpoints":[["wss://a:99999/",0]])"), SpecFault::kBadValue,
         "$.telemetryEndpoints[0][0]", "the URL's port"},
        {spec_with(R"("telemetryEndpoints":[["wss://:1/",0]])"), SpecFault::kBadValue, "$.telemetryEndpoints[0][0]",
         "the URL has no host"},
        {spec_with(R"("telemetryEndpoints":[["wss://a/?b",0]])"), SpecFault::kBadValue, "$.telemetryEndpoints[0][0]",
         "a multiaddress cannot hold a URL's user"},
        {spec_with(R"("telemetryEndpoints":[["https://a/b",0]])"), SpecFault::kBadValue, "$.telemetryEndpoints[0][0]",
         "a multiaddress cannot hold the path"},
        {spec_with(R"("properties":[])"), SpecFault::kWrongType, "$.properties", "must be an object or null"},
        {spec_with(R"("consensusEngine":{})"), SpecFault::kWrongType, "$.consensusEngine", "must be null"},
        {spec_with(R"("forkBlocks":[[-1,"0x00"]])"), SpecFault::kBadValue, "$.forkBlocks[0][0]",
         "must be a block number"},
        {spec_with(R"("forkBlocks":[[1e3,"0x00"]])"), SpecFault::kBadValue, "$.forkBlocks[0][0]",
         "must be a block number"},
        {spec_with(R"("forkBlocks":[[1,"0x00"]])"), SpecFault::kBadHex, "$.forkBlocks[0][1]", "a hash has 64"},
        {spec_with(R"("forkBlocks":[[1]])"), SpecFault::kBadValue, "$.forkBlocks[0]", "must be [number, hash]"},
        {spec_with(R"("badBlocks":["0xg"])"), SpecFault::kBadHex, "$.badBlocks[0]", "not a hex digit at character 3"},
        {spec_with(R"("lightSyncState":{"finalizedBlockHeader":"0xz"}})"), SpecFault::kBadHex,
         "$.lightSyncState.finalizedBlockHeader", "not a hex"},
        {spec_with(R"("lightSyncState":{"babeFinalizedBlockWeight":-1}})"), SpecFault::kBadValue,
         "$.lightSyncState.babeFinalizedBlockWeight", "must be an integer"},
        {spec_with(R"("lightSyncState":{"checkpoint":{"header":"0x0"}}})"), SpecFault::kBadHex,
         "$.lightSyncState.checkpoint.header", "an odd number"},
        {spec_with(R"("codeSubstitutes":{"x":"0x00"})"), SpecFault::kBadValue, "$.codeSubstitutes.x",
         "the key must be a block"},
        {spec_with(R"("codeSubstitutes":{"1":"0x00","1":"0x"})"), SpecFault::kDuplicate, "$.codeSubstitutes[\"1\"]",
         "the key is there twice"},
        {genesis("{}"), SpecFault::kMissingField, "$.genesis", "must have one of"},
        {genesis(R"({"state":1})"), SpecFault::kUnknownField, "$.genesis.state", "no such field"},
        {genesis(R"({"raw":{"top":{}},"stateRootHash":"0x"})"), SpecFault::kDuplicate, "$.genesis.stateRootHash",
         "there is another form"},
        {genesis(R"({"raw":{"childrenDefault":{}}})"), SpecFault::kMissingField, "$.genesis.raw", "the field \"top\""},
        {genesis(R"({"raw":{"top":{},"children":{}}})"), SpecFault::kUnknownField, "$.genesis.raw.children",
         "no such field"},
        {genesis(R"({"raw":{"top":{"0x0g":"0x"}}})"), SpecFault::kBadHex, "$.genesis.raw.top[\"0x0g\"]",
         "the key is wrong: not a hex digit at character 4"},
        {genesis(R"({"raw":{"top":{"0x00":"0x0"}}})"), SpecFault::kBadHex, "$.genesis.raw.top[\"0x00\"]",
         "an odd number of hex digits"},
        {genesis(R"({"raw":{"top":{"0x00":"zz"}}})"), SpecFault::kBadHex, "$.genesis.raw.top[\"0x00\"]",
         "not a hex digit at character 1"},
        {genesis(R"({"raw":{"top":{"0x00":null}}})"), SpecFault::kWrongType, "$.genesis.raw.top[\"0x00\"]",
         "must be a value in hex"},
        {genesis(R"({"raw":{"top":{"0xab":"0x","0x00":"0x","0xAB":"0x"}}})"), SpecFault::kDuplicate,
         "$.genesis.raw.top[\"0xab\"]", "the key is there twice"},
        {spec_with("", R"({"raw":{"top":{"0x)" + std::string(65536, '0') + R"(":"0x"}}})"), SpecFault::kTooLarge,
         "$.genesis.raw.top[\"0x" + std::string(198, '0') + "…\"]", "the key is longer than 32767"},
        {genesis(R"({"raw":{"top":{},"childrenDefault":{"0x1":{}}}})"), SpecFault::kBadHex,
         "$.genesis.raw.childrenDefault[\"0x1\"]", "the key is wrong: an odd"},
        {genesis(R"({"raw":{"top":{},"childrenDefault":{"0x01":{},"01":{}}}})"), SpecFault::kDuplicate,
         "$.genesis.raw.childrenDefault[\"0x01\"]", "the key is there twice"},
        {genesis(R"({"raw":{"top":{},"childrenDefault":{"0x01":{"0x":"","":"00"}}}})"), SpecFault::kDuplicate,
         "$.genesis.raw.childrenDefault[\"0x01\"][\"0x\"]", "the key is there twice"},
        {genesis(R"({"stateRootHash":"0x00"})"), SpecFault::kBadHex, "$.genesis.stateRootHash", "a hash has 64"},
        {genesis(R"({"runtimeGenesis":{"code":"0x"}})"), SpecFault::kMissingField, "$.genesis.runtimeGenesis",
         "must have either"},
        {genesis(R"({"runtimeGenesis":{"config":{},"patch":{}}})"), SpecFault::kMissingField,
         "$.genesis.runtimeGenesis", "must have either"},
        {genesis(R"({"runtimeAndCode":{"code":"0x"}})"), SpecFault::kMissingField, "$.genesis.runtimeAndCode",
         "the field \"runtime\""},
        {spec_with("\"x\":" + std::string(64, '[')), SpecFault::kTooLarge, "$.x", "objects and arrays are nested"},
    };
    for (const BadSpec& bad : cases) {
        const SpecError error = read_bad(bad.json);
        EXPECT_EQ(error.fault, bad.fault) << bad.json.substr(0, 200);
        EXPECT_EQ(error.path.substr(0, bad.fault == SpecFault::kTooLarge ? bad.path.size() : error.path.size()),
                  bad.path);
        EXPECT_TRUE(error.reason.starts_with(bad.reason)) << error.to_string();
    }
}

TEST(ChainSpec, AnErrorNamesLineAndColumn) {
    const SpecError error = read_bad("{\n  \"name\": \"N\",\n  \"bootNodes\": [\n    7\n  ]\n}");
    EXPECT_EQ(error.to_string(), "$.bootNodes[0]: must be a multiaddress (line 4, column 6)");
}

TEST(ChainSpec, TheCutOfThePiecesDoesNotMatter) {
    const std::string json = spec_with(
        R"("x":["a\u00e9\n",-1.5e+10,12345678901234567890123,true,null],"properties":{"long key":"€"})",
        R"({"raw":{"top":{"0x3a636f6465":"0x00112233445566778899aabbccddeeff","01":"02"},"childrenDefault":{}}})");
    const ChainSpec whole = read_good(json);
    EXPECT_EQ(whole.extensions[0].value.text, R"(["aé\n",-1.5e+10,12345678901234567890123,true,null])");
    for (size_t cut = 0; cut <= json.size(); ++cut) {
        ChainSpecReader reader;
        EXPECT_TRUE(reader.feed(std::string_view(json).substr(0, cut)));
        EXPECT_TRUE(reader.feed(std::string_view(json).substr(cut)));
        const auto spec = reader.finish();
        ASSERT_TRUE(spec.has_value()) << cut << ": " << spec.error().to_string();
        EXPECT_TRUE(*spec == whole) << cut;
    }
    ChainSpecReader reader;
    for (const char c : json) EXPECT_TRUE(reader.feed({&c, 1}));
    EXPECT_TRUE(reader.finish().value() == whole);
}

TEST(ChainSpec, EveryTruncationIsRefused) {
    const std::string json = spec_with(R"("x":[1,"a"])", R"({"raw":{"top":{"0x01":"0x02"}}})");
    for (size_t size = 0; size < json.size(); ++size) EXPECT_FALSE(read_chain_spec(json.substr(0, size)).has_value());
}

TEST(ChainSpec, FilesThatCannotBeReadSayWhy) {
    EXPECT_EQ(read_chain_spec_file("/no/such/file").error().fault, SpecFault::kNotFound);
    EXPECT_EQ(read_chain_spec_file("/").error().fault, SpecFault::kUnreadable);
    EXPECT_EQ(read_chain_spec_file("/no/such/file").error().to_string(),
              "cannot open /no/such/file: No such file or directory");
    EXPECT_EQ(read_chain_spec_file("/").error().to_string(), "cannot read /: Is a directory");
    EXPECT_EQ(read_chain_spec_file("/dev/null").error().to_string(), "/dev/null: $: the JSON text is empty");
}

TEST(ChainSpec, WritesTheLayoutOfTheOfficialTools) {
    EXPECT_EQ(
        write(read_good(spec_with(R"("codeSubstitutes":{"1":"0xFF"},"protocolId":null,"x":{"b":[],"a":{"c":[1,"]"]}})",
                                  R"({"raw":[{"0x02":"0x","0x01":"0x00"},{}]})"))),
        R"({
  "name": "N",
  "id": "i",
  "chainType": "Live",
  "bootNodes": [],
  "telemetryEndpoints": null,
  "protocolId": null,
  "properties": null,
  "forkBlocks": null,
  "badBlocks": null,
  "lightSyncState": null,
  "x": {
    "b": [],
    "a": {
      "c": [
        1,
        "]"
      ]
    }
  },
  "codeSubstitutes": {
    "1": "0xff"
  },
  "genesis": {
    "raw": {
      "top": {
        "0x01": "0x00",
        "0x02": "0x"
      },
      "childrenDefault": {}
    }
  }
})");
}

TEST(ChainSpec, ALightSyncStateThatWasNotReadIsComposed) {
    ChainSpec spec = read_good(spec_with(""));
    spec.light_sync_state = LightSyncState{.json = {},
                                           .finalized_block_header = {1},
                                           .babe_epoch_changes = {2},
                                           .babe_finalized_block_weight = 3,
                                           .grandpa_authority_set = {4}};
    const ChainSpec again = read_good(write(spec));
    ASSERT_TRUE(again.light_sync_state.has_value());
    EXPECT_EQ(again.light_sync_state->json.text,
              R"({"finalizedBlockHeader":"0x01","babeEpochChanges":"0x02","babeFinalizedBlockWeight":3,)"
              R"("grandpaAuthoritySet":"0x04"})");
    EXPECT_EQ(again.light_sync_state->grandpa_authority_set, Bytes{4});
}

TEST(ChainSpec, ParachainsAreWrittenWithoutTheExtensionsOfRelayChains) {
    const std::string written = write(read_good(spec_with(R"("relay_chain":"kusama","para_id":2000)")));
    EXPECT_EQ(written.find("forkBlocks"), std::string::npos);
    EXPECT_NE(written.find("\"properties\": null,\n  \"relay_chain\": \"kusama\",\n  \"para_id\": 2000,\n"),
              std::string::npos);
}

// A runtime gives its presets as they were written.
TEST(ChainSpec, AConfigurationIsWrittenWithoutItsWhiteSpace) {
    ChainSpec spec = read_good(spec_with(""));
    const auto with = [&](const char* config) {
        spec.genesis = RuntimeGenesis{.form = RuntimeGenesis::Form::kPatch, .config = {config}, .code = {0}};
        return write(spec);
    };
    const std::string written = with("{\n  \"a b\" : [ 1 , {\"c\":\ttrue }\r\n],\n \"d\":{ } }\n");
    EXPECT_EQ(written, with(R"({"a b":[1,{"c":true}],"d":{}})"));
    const test::Json patch = test::Json::parse(written)["genesis"]["runtimeGenesis"]["patch"];
    EXPECT_TRUE(patch.has("a b") && patch.has("d"));
}

TEST(ChainSpec, ASinkThatRefusesEndsTheWriting) {
    const ChainSpec spec = read_good(spec_with(""));
    EXPECT_FALSE(write_chain_spec(spec, [](std::string_view) { return false; }));
}

class RealSpec : public testing::TestWithParam<const char*> {};

// The file as an independent JSON reader sees it, and as we read and write it, are the same.
TEST_P(RealSpec, IsReadAndWrittenWithoutALoss) {
    const auto path = shared_data(GetParam());
    if (!path) GTEST_SKIP() << kNoSharedData;
    auto spec = read_chain_spec_file(*path);
    ASSERT_TRUE(spec.has_value()) << spec.error().to_string();
    const std::string written = write(*spec);
    EXPECT_TRUE(read_good(written) == *spec);
    EXPECT_EQ(write(read_good(written)), written);

    const test::Json before = test::Json::read(*path);
    const test::Json after = test::Json::parse(written);
    for (const auto& [key, value] : before.members()) {
        if (key == "consensusEngine") continue;  // never used, and not written by the official tools either
        ASSERT_TRUE(after.has(key)) << key;
        if (key == "genesis" || key == "telemetryEndpoints") continue;  // other forms of the same
        EXPECT_EQ(value.dump(), after[key].dump()) << key;
    }
    EXPECT_EQ(before["bootNodes"].items().size(), spec->boot_nodes.size());
    if (!before["genesis"].has("raw")) return;
    const test::Json raw_before = before["genesis"]["raw"];
    const auto top = raw_before.is_array() ? raw_before.items()[0] : raw_before["top"];
    ASSERT_EQ(top.members().size(), raw(*spec).top.size());
    for (const auto& [key, value] : top.members()) {
        const auto found = raw(*spec).top.find(from_hex(key).value());
        ASSERT_TRUE(found.has_value()) << key;
        EXPECT_TRUE(equal(*found, value.hex())) << key;
        EXPECT_EQ(after["genesis"]["raw"]["top"][key].text(), value.text());
    }
}

// These files are what build-spec of the official nodes printed, laid out again by their users.
TEST(ChainSpec, FieldsAreWrittenInTheOrderOfTheOfficialTools) {
    for (const char* name : {"rococo-dev-1014000.json", "asset-hub-kusama-local-1000000.json"}) {
        const auto path = shared_data(std::string("genesis/") + name);
        if (!path) GTEST_SKIP() << kNoSharedData;
        const auto names = [](const test::Json& json) {
            std::vector<std::string> out;
            for (const auto& [key, value] : json.members()) out.push_back(key);
            return out;
        };
        const test::Json before = test::Json::read(*path);
        const test::Json after = test::Json::parse(write(*read_chain_spec_file(*path)));
        EXPECT_EQ(names(after), names(before));
        EXPECT_EQ(names(after["genesis"]["raw"]), names(before["genesis"]["raw"]));
        EXPECT_EQ(names(after["genesis"]["raw"]["top"]), names(before["genesis"]["raw"]["top"]));
    }
}

INSTANTIATE_TEST_SUITE_P(SharedData, RealSpec,
                         testing::Values("genesis/kusama.json", "genesis/westend.json",
                                         "genesis/kusama-local-1000000.json",
                                         "genesis/asset-hub-kusama-local-1000000.json",
                                         "genesis/rococo-dev-1014000.json", "light/kusama-light.json"));

TEST(StorageMap, FindsWhatWasAddedInAnyOrder) {
    auto random = test::seeded_random();
    StorageMap map;
    std::map<Bytes, Bytes> model;
    for (int i = 0; i < 3000; ++i) {
        const Bytes key = test::random_bytes(random, test::random_between(random, 0, 6));
        const Bytes value = test::random_bytes(random, test::random_between(random, 0, i % 100 == 0 ? 100000 : 80));
        if (model.emplace(key, value).second) map.add(key, value);
    }
    ASSERT_FALSE(map.sort().has_value());
    ASSERT_EQ(map.size(), model.size());
    size_t index = 0;
    for (const auto& [key, value] : model) {
        EXPECT_TRUE(equal(map[index].key, key) && equal(map[index].value, value));
        EXPECT_TRUE(equal(map.find(key).value(), value));
        ++index;
    }
    EXPECT_FALSE(map.find(Bytes(7)).has_value());
    map.add(model.begin()->first, {});
    EXPECT_EQ(map.sort(), model.begin()->first);
}

}  // namespace
}  // namespace serinus::chain
