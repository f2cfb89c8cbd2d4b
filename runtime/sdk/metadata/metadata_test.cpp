// The metadata of declarations: types, a pallet, a whole runtime. Spec: sect-metadata
#include "runtime/sdk/metadata/runtime.hpp"

#include <gtest/gtest.h>

#include "metadata/model.hpp"
#include "runtime/sdk/extrinsic.hpp"
#include "runtime/sdk/host/twox.hpp"
#include "runtime/sdk/metadata/deprecation.hpp"
#include "runtime/sdk/metadata/describe.hpp"
#include "runtime/sdk/metadata/functions.hpp"
#include "runtime/sdk/metadata/generate.hpp"
#include "runtime/sdk/metadata/model.hpp"
#include "runtime/sdk/metadata/model_v16.hpp"
#include "runtime/sdk/metadata/pallet.hpp"
#include "runtime/sdk/metadata/printed.hpp"
#include "runtime/sdk/metadata/registry.hpp"
#include "runtime/sdk/metadata/source_facts.hpp"
#include "runtime/sdk/metadata/type_names.hpp"
#include "runtime/sdk/runtime_api.hpp"
#include "runtime/sdk/token.hpp"
#include "tests/support/data.hpp"

// A pallet that has one of everything.
namespace serinus::pallet_sample {

using namespace sdk;

namespace types {

template <class Balance>
struct Record {
    using Params = List<Param<"Balance", Balance>, Param<"T">>;
    Compact<Balance> amount;
    std::optional<BlockNumber> class_;
};

enum class Kind : uint8_t { Small, Large = 4 };

struct Tree {
    struct Leaf {
        uint8_t _0;
    };
    struct Fork {
        std::vector<Tree> _0;
    };
    std::variant<Leaf, Fork> v;
};

struct Item {
    struct PreRuntime {
        ByteArray<4> _0;
        Bytes _1;
    };
    struct Other {};
    scale::Enum<At<6, PreRuntime>, At<0, Other>> v;
};

}  // namespace types

struct Constants {
    Balance Deposit;
    uint32_t MaxItems;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    struct Storage {
        Value<uint32_t, OrDefault> Round{.on_empty = [] { return 7u; }};
        Value<types::Kind> Maybe;
        Map<Blake2_128Concat<AccountId>, types::Record<Balance>> Records;
        NMap<Keys<Twox64Concat<uint32_t>, Identity<Hash256>>, Bytes, OrDefault> Pairs;
        CountedMap<Twox64Concat<uint32_t>, BoundedVec<uint16_t, 5>> Counted;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        struct Happened {
            AccountId who;
            Balance amount;
        };
        struct Nothing {};
        using Generics = List<>;
        using list = List<Happened, Nothing>;
    };
    enum class Error : uint8_t { TooLate, TooEarly };

    struct act {
        LookupSource dest;
        Compact<Balance> value;
        Weight weight() const;
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    struct wrap {
        Box<RuntimeCall> call;
        Weight weight() const;
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    using Calls = List<At<3, act>, At<0, wrap>>;

    struct score {
        AccountId who;
        std::optional<uint64_t> operator()() const;
    };
    struct total {
        static constexpr std::string_view kSignature = "total() -> T::Score";
        std::array<uint8_t, 3> operator()() const;
    };
    using ViewFunctions = List<score, total>;
};

}  // namespace serinus::pallet_sample

namespace serinus::sample_runtime {

struct Config {
    static constexpr sdk::PalletInfo kInfo{9, "Sample"};
    static constexpr pallet_sample::Constants kConstants{.Deposit = 5, .MaxItems = 6};
};

}  // namespace serinus::sample_runtime

template <>
struct serinus::sdk::metadata::ConfigTypesOf<serinus::pallet_sample::Pallet<serinus::sample_runtime::Config>> {
    using type = List<ConfigType<"Score", uint64_t, "What is counted.">,
                      ConfigType<"Kinds", std::vector<pallet_sample::types::Kind>>>;
};

namespace serinus::sample_runtime {

struct OriginCaller {
    struct system {
        sdk::RawOrigin _0;
    };
    scale::Enum<scale::At<0, system>> v;
};

struct CheckMe {
    using Params = sdk::List<sdk::Param<"T">>;
    static constexpr std::string_view kIdentifier = "CheckMe";
    Result<uint32_t, sdk::TransactionValidityError> additional_signed() const { return 1u; }
};

using Extrinsic =
    sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<sdk::LookupSource, sdk::RuntimeCall,
                                                                 sdk::MultiSignature, std::tuple<CheckMe>>;

struct SampleApi {
    static constexpr uint32_t kVersion = 2;
    static constexpr ByteArray<8> kId{};
    struct add {
        uint32_t left, right;
        uint64_t operator()() const { return uint64_t{left} + right; }
    };
    struct forget {
        void operator()() const {}
    };
    using Methods = sdk::List<add, forget>;
};

}  // namespace serinus::sample_runtime

SERINUS_PALLET_METADATA(serinus::pallet_sample::Pallet<serinus::sample_runtime::Config>)

namespace serinus::sdk {

// Calls are described here, not made.
std::span<const PalletDescriptor* const> runtime_pallets() { return {}; }
bool skip_pallet_origin(scale::Decoder&, uint8_t) { return false; }
bool has_extension_pipeline() { return false; }
bool base_filter_allows(const RuntimeCall&) { return true; }

}  // namespace serinus::sdk

namespace serinus::sdk::metadata {
namespace {

using SamplePallet = pallet_sample::Pallet<sample_runtime::Config>;

constexpr std::string_view kFacts = R"(pallet_sample::Pallet::act
/Acts for somebody.
/On two lines.
= dest	LookupSource
/Whom it is done to.
= value	Compact<Balance>
pallet_sample::Pallet::wrap
/Wraps a call.
/Deprecated since 1.2: use `act`.
pallet_sample::Pallet::score
/The score of an account.
/Deprecated.
pallet_sample::Pallet::Event
/What a sample tells.
pallet_sample::Pallet::Event::Happened
= who	AccountId
pallet_sample::Pallet::Error
= TooLate	
/It is over.
pallet_sample::Pallet::Storage
= Records	Map<Blake2_128Concat<AccountId>, types::Record<Balance>>
/Who has what.
= Maybe	Value<types::Kind>
/Deprecated: nobody reads it.
pallet_sample::Constants
= Deposit	Balance
/What it costs.
sample_runtime::SampleApi
/Sums.
sample_runtime::SampleApi::add
/The sum of both.
)";

template <class T>
std::string printed(bool type_names = false) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    Registry registry(facts);
    const TypeId id = registry.id<T>();
    PrintOptions options;
    options.type_names = type_names;
    return Printer(registry.types(), options).print(id);
}

TEST(Registry, DescribesShapes) {
    EXPECT_EQ(printed<bool>(), "bool");
    EXPECT_EQ(printed<uint128_t>(), "u128");
    EXPECT_EQ(printed<std::string>(), "str");
    EXPECT_EQ(printed<Bytes>(), "[u8]");
    EXPECT_EQ(printed<BytesView>(), "[u8]");
    EXPECT_EQ(printed<Unit>(), "()");
    EXPECT_EQ(printed<void>(), "()");
    EXPECT_EQ((printed<std::pair<uint8_t, std::array<uint16_t, 3>>>()), "(u8, [u16; 3])");
    EXPECT_EQ(printed<Compact<uint64_t>>(), "Compact<u64>");
    EXPECT_EQ(printed<std::optional<uint8_t>>(), "Option<T = u8> enum{0 None, 1 Some(u8)}");
    EXPECT_EQ((printed<Result<Unit, uint8_t>>()), "Result<T = (), E = u8> enum{0 Ok(()), 1 Err(u8)}");
    EXPECT_EQ((printed<std::map<uint8_t, bool>>()), "BTreeMap<K = u8, V = bool>{[(u8, bool)]}");
    EXPECT_EQ(printed<std::set<uint8_t>>(), "BTreeSet<T = u8>{[u8]}");
    EXPECT_EQ(printed<Box<uint8_t>>(), "u8");
    EXPECT_EQ(printed<scale::BitSequence<scale::BitOrder::kLsb0>>(), "Bits<u8, bitvec::order::Lsb0{}>");
    EXPECT_EQ((printed<BoundedVec<uint8_t, 4>>(true)),
              "bounded_collections::bounded_vec::BoundedVec<T = u8, S>{[u8] `Vec<T>`}");
    EXPECT_EQ((printed<WeakBoundedVec<uint8_t, 4>>()),
              "bounded_collections::weak_bounded_vec::WeakBoundedVec<T = u8, S>{[u8]}");
}

TEST(Registry, NamesTypesByTheirNamespaces) {
    EXPECT_EQ(printed<AccountId>(), "sp_core::crypto::AccountId32{[u8; 32]}");
    EXPECT_EQ(printed<Hash256>(), "primitive_types::H256{[u8; 32]}");
    EXPECT_EQ(
        printed<pallet_sample::types::Record<uint64_t>>(),
        "pallet_sample::types::Record<Balance = u64, T>{amount: Compact<u64>, class: Option<T = u32> enum{0 None, "
        "1 Some(u32)}}");
    EXPECT_EQ(printed<pallet_sample::types::Kind>(), "pallet_sample::types::Kind enum{0 Small, 4 Large}");
    EXPECT_EQ(printed<pallet_sample::types::Item>(),
              "pallet_sample::types::Item enum{6 PreRuntime([u8; 4], [u8]), 0 Other}");
    EXPECT_EQ(printed<InvalidTransaction>().substr(0, 66),
              "sp_runtime::transaction_validity::InvalidTransaction enum{0 Call, ");
}

TEST(Registry, ATypeMayContainItself) {
    EXPECT_EQ(printed<pallet_sample::types::Tree>(),
              "pallet_sample::types::Tree enum{0 Leaf(u8), 1 Fork([(again pallet_sample::types::Tree)])}");
}

TEST(Registry, HasEveryTypeOnce) {
    const SourceFacts facts;
    Registry registry(facts);
    const TypeId first = registry.id<Bytes>();
    EXPECT_EQ(registry.id<BytesView>(), first);
    EXPECT_EQ(registry.types().size(), 2u);  // and u8
}

TEST(Registry, HasTheErasOfTheReference) {
    const SourceFacts facts;
    Registry registry(facts);
    const auto& era = registry[registry.id<sp_runtime::generic::era::Era>()];
    const auto& variants = std::get<Variants>(era.definition).variants;
    ASSERT_EQ(variants.size(), 256u);
    EXPECT_EQ(variants[0].name, "Immortal");
    EXPECT_TRUE(variants[0].fields.empty());
    EXPECT_EQ(variants[255].name, "Mortal255");
    EXPECT_EQ(variants[255].index, 255);
    EXPECT_EQ(variants[255].fields.size(), 1u);
}

TEST(TypeNames, SayWhereTypesStandInTheReference) {
    const auto names = TypeNames::parse(
        "=a::v5::\tb::v8::\n=c::KindOfToday\tc::Kind\n=c::Kind\tnever\nc::Kind.x\tT::X\nb::v8::Y.x\tAlias\n");
    const auto renamed = [&](std::vector<std::string> path) {
        Type type{std::move(path), {}, Composite{{{"x", 0, std::nullopt, {}}}}, {}};
        names.apply(type);
        return std::pair(type.path, std::get<Composite>(type.definition).fields[0].type_name.value_or(""));
    };
    using Path = std::vector<std::string>;
    EXPECT_EQ(renamed({"a", "v5", "Y"}), std::pair(Path({"b", "v8", "Y"}), std::string("Alias")));
    EXPECT_EQ(renamed({"c", "KindOfToday"}), std::pair(Path({"c", "Kind"}), std::string("T::X")));
    EXPECT_EQ(renamed({"a", "v55", "Y"}), std::pair(Path({"a", "v55", "Y"}), std::string()));
    Type type{{"c", "KindOfToday"}, {}, Variants{{{"Old", {}, 0, {}}}}, {}};
    TypeNames::parse("=c::KindOfToday\tc::Kind\n=c::Kind::Old\tc::Kind::New\n").apply(type);
    EXPECT_EQ(std::get<Variants>(type.definition).variants[0].name, "New");
    EXPECT_EQ(renamed({"c", "KindOfToday", "More"}), std::pair(Path({"c", "KindOfToday", "More"}), std::string()));
}

Description sample(const SourceFacts& facts) {
    Description out(facts, "sample_runtime");
    out.add_pallets(List<SamplePallet>{});
    out.set_origins<sample_runtime::OriginCaller>();
    out.set_extrinsic<sample_runtime::Extrinsic, LookupSource, MultiSignature>(List<sample_runtime::CheckMe>{});
    out.add_apis(List<sample_runtime::SampleApi>{});
    out.finish(TypeNames::parse("# facts\npallet_sample::pallet::Call::act.value\tT::Balance\n"));
    return out;
}

TEST(Description, OfAPalletIsItsDeclaration) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    const MetadataV15 metadata = sample(facts).v15();
    ASSERT_EQ(metadata.pallets.size(), 1u);
    PrintOptions options;
    options.opaque = [](const std::string& path) {
        return path == "sp_runtime::multiaddress::MultiAddress" || path == "sample_runtime::RuntimeCall";
    };
    Printer printer(metadata.types, options);
    const auto lines = printed_pallet(metadata.pallets[0], printer);
    const std::map<std::string, std::string> expected = {
        {"Sample.index", "9"},
        {"Sample.storage", "Sample: Round, Maybe, Records, Pairs, Counted, CounterForCounted"},
        {"Sample.storage.Round", "default u32"},
        {"Sample.default.Round", "07000000"},
        {"Sample.storage.Maybe", "optional pallet_sample::types::Kind enum{0 Small, 4 Large}"},
        {"Sample.default.Maybe", "00"},
        {"Sample.storage.Records",
         "optional 2 sp_core::crypto::AccountId32{[u8; 32]} to " + printed<pallet_sample::types::Record<uint128_t>>()},
        {"Sample.default.Records", "00"},
        {"Sample.storage.Pairs", "default 5, 6 (u32, primitive_types::H256{[u8; 32]}) to [u8]"},
        {"Sample.default.Pairs", "00"},
        {"Sample.storage.Counted", "optional 5 u32 to bounded_collections::bounded_vec::BoundedVec<T = u16, S>{[u16]}"},
        {"Sample.default.Counted", "00"},
        {"Sample.storage.CounterForCounted", "default u32"},
        {"Sample.default.CounterForCounted", "00000000"},
        {"Sample.calls",
         "pallet_sample::pallet::Call<T> enum{3 act(dest: sp_runtime::multiaddress::MultiAddress, value: "
         "Compact<u128>), 0 wrap(call: sample_runtime::RuntimeCall)}"},
        {"Sample.events",
         "pallet_sample::pallet::Event enum{0 Happened(who: sp_core::crypto::AccountId32{[u8; 32]}, "
         "amount: u128), 1 Nothing}"},
        {"Sample.errors", "pallet_sample::pallet::Error<T> enum{0 TooLate, 1 TooEarly}"},
        {"Sample.constants", "Deposit, MaxItems"},
        {"Sample.constant.Deposit", "u128 = 05000000000000000000000000000000"},
        {"Sample.constant.MaxItems", "u32 = 06000000"},
    };
    for (const auto& [name, text] : expected) {
        const auto line = lines.find(name);
        ASSERT_NE(line, lines.end()) << name;
        EXPECT_EQ(line->second, text) << name;
    }
    EXPECT_EQ(lines.size(), expected.size());
}

TEST(Description, CarriesTheDocumentationOfTheSource) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    const MetadataV15 metadata = sample(facts).v15();
    const Pallet& pallet = metadata.pallets[0];
    const auto type = [&](TypeId id) -> const Type& { return metadata.types[id].type; };
    const Variant& act = std::get<Variants>(type(*pallet.calls).definition).variants[0];
    EXPECT_EQ(act.docs, (Docs{"Acts for somebody.", "On two lines."}));
    EXPECT_EQ(act.fields[0].docs, (Docs{"Whom it is done to."}));
    EXPECT_EQ(type(*pallet.events).docs, (Docs{"What a sample tells."}));
    EXPECT_EQ(std::get<Variants>(type(*pallet.errors).definition).variants[0].docs, (Docs{"It is over."}));
    EXPECT_EQ(pallet.storage->entries[2].docs, (Docs{"Who has what."}));
    EXPECT_EQ(pallet.constants[0].docs, (Docs{"What it costs."}));
    EXPECT_EQ(metadata.apis[0].docs, (Docs{"Sums."}));
    EXPECT_EQ(metadata.apis[0].methods[0].docs, (Docs{"The sum of both."}));
}

TEST(Description, SpellsTypesByRuleOrByFact) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    const MetadataV15 metadata = sample(facts).v15();
    const Type& calls = metadata.types[*metadata.pallets[0].calls].type;
    const auto& fields = std::get<Variants>(calls.definition).variants[0].fields;
    EXPECT_EQ(fields[0].type_name, "AccountIdLookupOf<T>");
    EXPECT_EQ(fields[1].type_name, "T::Balance");
    const Type& call = metadata.types[metadata.outer_enums.call].type;
    EXPECT_EQ(std::get<Variants>(call.definition).variants[0].fields[0].type_name,
              "self::sp_api_hidden_includes_construct_runtime::hidden_include::dispatch\n::CallableCallFor<Sample, "
              "Runtime>");
}

TEST(Description, ListsExtrinsicsAndApis) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    const MetadataV15 metadata = sample(facts).v15();
    ASSERT_EQ(metadata.extrinsic.extensions.size(), 1u);
    EXPECT_EQ(metadata.extrinsic.extensions[0].identifier, "CheckMe");
    Printer printer(metadata.types, {});
    EXPECT_EQ(printer.print(metadata.extrinsic.extensions[0].additional_signed), "u32");
    EXPECT_EQ(printer.print(metadata.extrinsic.extra), "(sample_runtime::CheckMe<T>{})");
    ASSERT_EQ(metadata.apis.size(), 1u);
    EXPECT_EQ(metadata.apis[0].name, "SampleApi");
    ASSERT_EQ(metadata.apis[0].methods.size(), 2u);
    const ApiMethod& add = metadata.apis[0].methods[0];
    EXPECT_EQ(add.name, "add");
    EXPECT_EQ(add.inputs[1].name, "right");
    EXPECT_EQ(printer.print(add.output), "u64");
    EXPECT_EQ(printer.print(metadata.apis[0].methods[1].output), "()");
}

/// What the host reads.
::serinus::metadata::Model read_by_the_host(BytesView encoded) {
    auto model = ::serinus::metadata::decode_model(encoded);
    EXPECT_TRUE(model) << (model ? "" : model.error());
    return model ? *std::move(model) : ::serinus::metadata::Model();
}

// Observed: frame-metadata 23
TEST(Description, OfVersion16HasWhatVersion15HasAndVersionsOfApisAndExtensions) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    Description description = sample(facts);
    const Bytes v15 = scale::encode(description.v15()), v16 = scale::encode(description.v16());
    EXPECT_EQ(scale::encode(description.v15()), v15) << "more types are described, which version 15 does not show";
    const auto old_model = read_by_the_host(v15), model = read_by_the_host(v16);
    EXPECT_EQ(model.version, 16);
    EXPECT_EQ(model.extrinsic.versions, std::vector<uint8_t>{4});
    EXPECT_EQ(model.extrinsic.call, old_model.extrinsic.call);
    EXPECT_EQ(model.extrinsic.extension_versions, (std::map<uint8_t, std::vector<uint32_t>>{{0, {0}}}));
    EXPECT_EQ(model.extrinsic.extensions[0].identifier, "CheckMe");
    ASSERT_EQ(model.apis.size(), 1u);
    EXPECT_EQ(model.apis[0].version, 2u);
    EXPECT_EQ(model.apis[0].methods.size(), 2u);
    EXPECT_EQ(model.outer_enums->event, old_model.outer_enums->event);
    EXPECT_EQ(model.pallets[0].storage->entries.size(), old_model.pallets[0].storage->entries.size());
    for (size_t i = 0; i < old_model.types.size(); ++i) EXPECT_EQ(model.types[i].path, old_model.types[i].path) << i;
}

TEST(Description, OfARuntimeWithAPipelineOfExtensionsHasTwoFormats) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    Description description(facts, "sample_runtime");
    description.allow_general_extrinsics();
    description.add_pallets(List<SamplePallet>{});
    description.set_origins<sample_runtime::OriginCaller>();
    description.set_extrinsic<sample_runtime::Extrinsic, LookupSource, MultiSignature>(List<sample_runtime::CheckMe>{});
    description.finish(TypeNames::parse(""));
    EXPECT_EQ(description.v15().extrinsic.version, 4);
    const Bytes encoded = scale::encode(description.v16());
    EXPECT_EQ(read_by_the_host(encoded).extrinsic.versions, (std::vector<uint8_t>{4, 5}));
}

// Observed: sp-runtime 43
TEST(Registry, KnowsTheErrorsOfExtrinsicsOfFormat5) {
    const SourceFacts facts;
    Registry registry(facts);
    const auto& variants = std::get<Variants>(registry[registry.id<InvalidTransaction>()].definition).variants;
    ASSERT_EQ(variants.size(), 13u);
    EXPECT_EQ(variants[12].name, "UnknownOrigin");
    EXPECT_EQ(variants[12].index, 12);
}

TEST(Description, OfVersion16HasViewFunctionsAndTypesOfTheConfiguration) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    Description description = sample(facts);
    const MetadataV16 metadata = description.v16();
    const PalletV16& pallet = metadata.pallets[0];
    Printer printer(metadata.types, {});
    ASSERT_EQ(pallet.associated_types.size(), 2u);
    EXPECT_EQ(pallet.associated_types[0].name, "Score");
    EXPECT_EQ(printer.print(pallet.associated_types[0].type), "u64");
    EXPECT_EQ(printer.print(pallet.associated_types[1].type), "[pallet_sample::types::Kind enum{0 Small, 4 Large}]");
    ASSERT_EQ(pallet.view_functions.size(), 2u);
    const ViewFunction& score = pallet.view_functions[0];
    EXPECT_EQ(score.name, "score");
    EXPECT_EQ(score.inputs[0].name, "who");
    EXPECT_EQ(printer.print(score.output), "Option<T = u64> enum{0 None, 1 Some(u64)}");
    EXPECT_EQ(Bytes(score.id.begin(), score.id.end()), concat(twox_128("Sample"), twox_128("score(who)")));
    const ViewFunction& total = pallet.view_functions[1];
    EXPECT_EQ(Bytes(total.id.begin(), total.id.end()), concat(twox_128("Sample"), twox_128("total() -> T::Score")));
    EXPECT_EQ(printer.print(total.output), "[u8; 3]");
}

TEST(Description, OfVersion16SaysWhatIsDeprecated) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    const Bytes encoded = scale::encode(sample(facts).v16());
    const auto model = read_by_the_host(encoded);
    const auto& pallet = model.pallets[0];
    ASSERT_EQ(pallet.deprecated_calls.size(), 1u);
    EXPECT_EQ(pallet.deprecated_calls.at(0).note, "use `act`.");
    EXPECT_EQ(pallet.deprecated_calls.at(0).since, "1.2");
    EXPECT_TRUE(pallet.deprecated_events.empty());
    EXPECT_EQ(pallet.storage->entries[1].deprecation->note, "nobody reads it.");
    EXPECT_FALSE(pallet.storage->entries[0].deprecation);
    EXPECT_EQ(pallet.view_functions[0].deprecation->note, "");
    EXPECT_FALSE(pallet.view_functions[1].deprecation);
    EXPECT_FALSE(pallet.deprecation);
}

TEST(Deprecation, ItsNoteGoesOnToTheEndOfTheParagraph) {
    EXPECT_EQ(deprecation_in({"Acts.", "Deprecated: use", "`b` instead.", "", "Origin: signed."})->note,
              "use `b` instead.");
    EXPECT_EQ(deprecation_in({"Deprecated since 2:", "no."})->note, "");
    EXPECT_EQ(deprecation_in({"Deprecated.", "Acts."})->note, "");
}

TEST(Deprecation, IsALineOfItsOwnInAComment) {
    const auto found = [](std::string line) { return deprecation_in({"Does something.", std::move(line)}); };
    EXPECT_EQ(found("Deprecated.")->note, "");
    EXPECT_EQ(found("Deprecated: use `b`.")->note, "use `b`.");
    EXPECT_EQ(found("Deprecated since 2: no.")->since, "2");
    EXPECT_EQ(found("Deprecated since 2.")->since, "2");
    EXPECT_FALSE(found("Deprecated things are removed."));
    EXPECT_FALSE(found("It is Deprecated."));
    EXPECT_TRUE(std::holds_alternative<DeprecatedWithoutNote>(item_deprecation({"Deprecated"})));
    EXPECT_TRUE(std::holds_alternative<NotDeprecated>(item_deprecation({})));
}

// Spec: RFC-78. The hash that the generator writes is that of the encoded metadata, with the token; src/metadata has
// the tests of it.
TEST(MetadataHash, NeedsAVersionOfTheRuntimeInTheMetadata) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    const Bytes v15 = scale::encode(sample(facts).v15());
    EXPECT_EXIT(detail::metadata_hash(v15, Token{.symbol = "UNIT", .decimals = 12}), testing::ExitedWithCode(1),
                "no constant System.Version");
}

TEST(Description, IsReadBackAsItWasWritten) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    const Description description = sample(facts);
    const Bytes v14 = scale::encode(description.v14());
    const auto again = scale::decode<MetadataV14>(v14);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->version, 14);
    EXPECT_EQ(scale::encode(*again), v14);
    const Bytes v15 = scale::encode(description.v15());
    const auto newer = scale::decode<MetadataV15>(v15);
    ASSERT_TRUE(newer.has_value());
    EXPECT_EQ(newer->version, 15);
    EXPECT_EQ(scale::encode(*newer), v15);
    for (size_t size = 0; size < v15.size(); ++size) {
        EXPECT_FALSE(scale::decode<MetadataV15>(BytesView(v15).first(size)).has_value()) << size;
    }
}

TEST(SourceFacts, AreFoundByPrintedTypes) {
    const SourceFacts facts = SourceFacts::parse(kFacts);
    const auto* fact = facts.find("serinus::pallet_sample::Pallet<serinus::Config<int>>::act", "dest");
    ASSERT_NE(fact, nullptr);
    EXPECT_EQ(fact->type, "LookupSource");
    EXPECT_EQ(facts.find("serinus::pallet_sample::Pallet", "dest"), nullptr);
}

TEST(TypeNames, AreSpelledAsInRust) {
    EXPECT_EQ(rust_spelling("std::vector<std::pair<Bytes, Bytes>>"), "Vec<(Vec<u8>, Vec<u8>)>");
    EXPECT_EQ(rust_spelling("Compact<uint32_t>"), "u32");
    EXPECT_EQ(rust_spelling("typename T::Balance"), "Balance");
    EXPECT_EQ(rust_spelling("ByteArray<32>"), "[u8; 32]");
    EXPECT_EQ(rust_spelling("std::array<uint64_t, 4>"), "[u64; 4]");
    EXPECT_EQ(rust_spelling("std::optional<types::Kind>"), "Option<Kind>");
    EXPECT_EQ(rust_spelling("scale::Box<RuntimeCall>"), "Box<RuntimeCall>");
}

// Spec: sect-runtime-api, sect-runtime-entrypoints
TEST(RuntimeApi, IsCalledByNameWithEncodedArguments) {
    using Apis = List<sample_runtime::SampleApi>;
    const auto sum = call_runtime_api<Apis>("SampleApi_add", scale::encode(std::pair(2u, 3u)));
    ASSERT_TRUE(sum.has_value());
    EXPECT_EQ(*sum, scale::encode(uint64_t{5}));
    EXPECT_EQ(call_runtime_api<Apis>("SampleApi_forget", {}), Bytes{});
    EXPECT_FALSE(call_runtime_api<Apis>("SampleApi_addition", {}).has_value());
    EXPECT_FALSE(call_runtime_api<Apis>("SampleApi", {}).has_value());
    EXPECT_EQ(api_versions(Apis{})[0].second, 2u);
}

}  // namespace
}  // namespace serinus::sdk::metadata
