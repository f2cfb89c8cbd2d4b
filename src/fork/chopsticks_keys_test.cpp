#include "fork/chopsticks_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "fork/yaml.hpp"

namespace serinus::fork {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

/// Under our names, or the error.
std::string translated(std::string_view yaml) {
    const auto given = read_yaml(yaml);
    if (!given) return given.error();
    json::object out;
    const auto done = with_own_names(given->get_object(), out);
    return done ? json::serialize(out) : done.error();
}

std::vector<std::string> notes(std::string_view yaml) {
    json::object options;
    const auto out = with_own_names(read_yaml(yaml)->get_object(), options);
    return out ? *out : std::vector{out.error()};
}

std::string with_variables(std::string_view text) {
    const auto find = [](const std::string& name) {
        return name == "BLOCK" ? std::optional<std::string>("12") : std::nullopt;
    };
    const auto out = with_environment(text, find, 100);
    return out ? *out : out.error();
}

TEST(ChopsticksKeys, AreReadUnderOurNames) {
    EXPECT_EQ(translated("endpoint: [wss://a, wss://b]\nblock: 12\nport: 8000\n"),
              R"({"endpoint":["wss://a","wss://b"],"at":12,"rpc-port":8000})");
    EXPECT_EQ(translated("genesis: a.json\nmock-signature-host: true\nwasm-override: a.wasm\nresume: true\n"),
              R"({"chain":"a.json","mock-signature-host":true,"wasm-override":"a.wasm","resume":true})");
    EXPECT_EQ(translated("chain-spec: a.json"), R"({"chain":"a.json"})");
    EXPECT_EQ(translated("import-storage: {Sudo: {Key: 5Grw}}"), R"({"override":{"Sudo":{"Key":"5Grw"}}})");
    EXPECT_EQ(translated("prefetch-storages: [System, '0x26aa']"), R"({"fetch":["System","0x26aa"]})");
    EXPECT_EQ(translated("save-blocks: false"), R"({"no-keep":true})");
}

TEST(ChopsticksKeys, OursStay) {
    EXPECT_EQ(translated("at: 5\nsealing: manual\nno-such: 1"), R"({"at":5,"sealing":"manual","no-such":1})");
}

/// Their file may be there, so that the folder has another name.
TEST(ChopsticksKeys, ADatabaseIsAFolderOfCaches) {
    EXPECT_EQ(translated("db: ./db.sqlite"), R"({"cache-root":"./db.sqlite.serinus"})");
    EXPECT_THAT(translated("db: ./db.sqlite\ncache: ./a"), HasSubstr("two places"));
}

/// `block: ${env.BLOCK}` without the variable.
TEST(ChopsticksKeys, AKeyWithoutAValueIsNone) {
    EXPECT_EQ(translated("block:\ndb:\nport: ~\nimport-storage: null\n"), "{}");
    EXPECT_EQ(translated("block: ''"), "{}");
}

TEST(ChopsticksKeys, BuildModesAreSealings) {
    EXPECT_EQ(translated("build-block-mode: Instant"), R"({"sealing":"instant"})");
    EXPECT_EQ(translated("build-block-mode: Batch"), R"({"sealing":"instant"})");
    EXPECT_EQ(translated("build-block-mode: Manual"), R"({"sealing":"manual"})");
    EXPECT_EQ(translated("build-block-mode: manual"), "`build-block-mode` is Instant, Batch or Manual");
}

TEST(ChopsticksKeys, HostsAreThisMachineOrAllInterfaces) {
    EXPECT_EQ(translated("host: localhost"), R"({"rpc-external":false})");
    EXPECT_EQ(translated("addr: 0.0.0.0"), R"({"rpc-external":true})");
    EXPECT_THAT(translated("host: 10.0.0.1"), HasSubstr("`host` is 127.0.0.1"));
    EXPECT_THAT(notes("host: '::'"), testing::ElementsAre(HasSubstr("rpc-methods")));
}

TEST(ChopsticksKeys, UnitsAndLevelsAreTranslated) {
    EXPECT_EQ(translated("rpc-timeout: 2500"), R"({"origin-timeout":3})");
    EXPECT_EQ(translated("rpc-timeout: 0"), R"({"origin-timeout":1})");
    EXPECT_EQ(translated("rpc-timeout: -1"), "`rpc-timeout` is a whole number of milliseconds");
    EXPECT_EQ(translated("runtime-log-level: 5"), R"({"log":"runtime=trace"})");
    EXPECT_EQ(translated("runtime-log-level: 0"), R"({"log":"runtime=off"})");
    EXPECT_EQ(translated("runtime-log-level: 6"), "`runtime-log-level` is a number from 0 to 5");
}

TEST(ChopsticksKeys, WhatNeedsNothingIsNoted) {
    const auto given = notes(
        "allow-unresolved-imports: true\nmax-memory-block-count: 100\nprocess-queued-messages: true\n"
        "registered-types: {types: {A: u8}}\n");
    EXPECT_EQ(given.size(), 4);
    for (const auto& one : given) EXPECT_THAT(one, HasSubstr("changes nothing: "));
}

TEST(ChopsticksKeys, WhatIsNotThereIsRefusedWithAReason) {
    EXPECT_THAT(translated("html: true"), HasSubstr("run-block --html FILE"));
    EXPECT_THAT(translated("unsafe-rpc-methods: a.js"), HasSubstr("not run"));
    EXPECT_THAT(translated("timestamp: 1700000000000"), HasSubstr("dev_timeTravel with 1700000000000"));
    EXPECT_THAT(translated("offchain-worker: true"), HasSubstr("do not run"));
    EXPECT_EQ(translated("offchain-worker: false"), "{}");
}

TEST(ChopsticksKeys, TwoNamesOfOneOptionAreRefused) {
    EXPECT_EQ(translated("block: 1\nat: 2"), "`block` and `at` are two names of one option");
    EXPECT_EQ(translated("rpc-port: 1\nport: 2"), "`rpc-port` and `port` are two names of one option");
    EXPECT_EQ(translated("genesis: a\nchain-spec: b"), "`genesis` and `chain-spec` are two names of one option");
    EXPECT_EQ(translated("host: localhost\naddr: localhost"), "`host` and `addr` are two names of one option");
    EXPECT_EQ(translated("sealing: manual\nbuild-block-mode: Manual"),
              "`sealing` and `build-block-mode` are two names of one option");
}

/// The keys that the configurations have which Chopsticks ships.
TEST(ChopsticksKeys, AFileAsPeopleHaveItIsRead) {
    EXPECT_EQ(translated("endpoint:\n  - wss://a.example\n  - wss://b.example\n"
                         "mock-signature-host: true\nblock: \ndb: ./db.sqlite\nruntime-log-level: 5\n\n"
                         "import-storage:\n  System:\n    Account:\n      -\n        -\n          - 5Grw\n"
                         "        - providers: 1\n          data:\n            free: '10000000000000000000'\n"
                         "  ParasDisputes:\n    $removePrefix: ['disputes'] # slow\n"),
              R"({"endpoint":["wss://a.example","wss://b.example"],"mock-signature-host":true,)"
              R"("cache-root":"./db.sqlite.serinus","log":"runtime=trace","override":{"System":{"Account":)"
              R"([[["5Grw"],{"providers":1,"data":{"free":"10000000000000000000"}}]]},)"
              R"("ParasDisputes":{"$removePrefix":["disputes"]}}})");
}

TEST(Environment, VariablesStandForTheirValues) {
    EXPECT_EQ(with_variables("block: ${env.BLOCK}\nport: ${ env.BLOCK }5 # ${x}"), "block: 12\nport: 125 # ${x}");
    EXPECT_EQ(with_variables("block: ${env.OTHER}\n"), "block: \n");
    EXPECT_EQ(with_variables("nothing"), "nothing");
}

TEST(Environment, OtherExpressionsAreRefusedWithTheirLine) {
    EXPECT_THAT(with_variables("a\nb: ${env.BLOCK || 5}"), HasSubstr("line 2: only variables"));
    EXPECT_THAT(with_variables("${env}"), HasSubstr("line 1"));
    EXPECT_THAT(with_variables("${env."), HasSubstr("line 1"));
    EXPECT_THAT(with_variables("${environment}"), HasSubstr("line 1"));
}

TEST(Environment, TheWholeIsBounded) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "${env.BLOCK}";
    EXPECT_THAT(with_variables(text), HasSubstr("more than"));
    EXPECT_THAT(with_variables(std::string(200, 'a')), HasSubstr("more than"));
}

}  // namespace
}  // namespace serinus::fork
