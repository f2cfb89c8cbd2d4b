/// The program that writes what follows from the declarations of a runtime: its metadata, and the functions of its
/// module. Its arguments are
///
///     SOURCE_FACTS TYPE_NAMES [v14=FILE] [v15=FILE] [v16=FILE] [hash=FILE] [exports=FILE]
///
/// TYPE_NAMES is a file, or an empty text for none. What is named is written: metadata of the versions that the runtime
/// has
/// (`kNewestMetadata`, without which it has 14 and 15), the hash of version 15 if it has a `kToken`, 32 bytes; empty
/// files for what it has not.
#pragma once

#include "runtime/sdk/extension_pipeline.hpp"
#include "runtime/sdk/extrinsic.hpp"
#include "runtime/sdk/metadata/runtime.hpp"
#include "runtime/sdk/token.hpp"

namespace serinus::sdk::metadata {

/// How a runtime is called.
struct RuntimeNames {
    const char* crate;       ///< the first part of the paths of its own types
    const char* name_space;  ///< of its APIs, in the source of the exports: "serinus::kusama"
    const char* header;      ///< what that source includes
};

namespace detail {

struct GeneratorArguments {
    std::string source_facts;
    std::string type_names;
    std::map<std::string, std::string, std::less<>> outputs;  ///< files by what they are for
};

/// Ends the program with a message if the arguments are wrong, or a file cannot be read.
GeneratorArguments read_arguments(int argc, char** argv);

/// Writes an output if it is wanted. What stays the same is left alone, so that nothing is built again for it. Ends the
/// program on a failure.
void write_output(const GeneratorArguments& arguments, std::string_view what, BytesView bytes);

/// The metadata hash, from encoded metadata. Ends the program if there can be none. Spec: RFC-78
Hash256 metadata_hash(BytesView metadata, const Token& token);

/// The newest version of metadata that a runtime has.
template <class R>
constexpr uint32_t newest_metadata() {
    if constexpr (requires { R::kNewestMetadata; }) {
        return R::kNewestMetadata;
    } else {
        return 15;
    }
}

template <class Api, class... M>
void append_exports(std::string& out, List<M...>) {
    ((out.append("SERINUS_EXPORT_METHOD(")
          .append(reflect::kLeafName<Api>)
          .append(", ")
          .append(reflect::kLeafName<M>)
          .append(")\n")),
     ...);
}

template <class... Api>
std::string exports_source(const RuntimeNames& names, List<Api...>) {
    std::string out = std::string("#include \"") + names.header + "\"\n\nnamespace " + names.name_space + " {\n\n";
    (append_exports<Api>(out, typename Api::Methods{}), ...);
    return out + "\n}  // namespace " + names.name_space + "\n";
}

}  // namespace detail

/// `R` is the runtime: Pallets, Extrinsic, Extensions, OriginCaller if it has one; `Apis` the list of its runtime APIs.
template <class R, class Apis>
int generate(const RuntimeNames& names, int argc, char** argv) {
    const auto arguments = detail::read_arguments(argc, argv);
    const auto facts = SourceFacts::parse(arguments.source_facts);
    Description description(facts, names.crate);
    if constexpr (kIsPipeline<typename R::Extensions>) description.allow_general_extrinsics();
    description.add_pallets(typename R::Pallets{});
    if constexpr (requires { typename R::OriginCaller; }) {
        description.template set_origins<typename R::OriginCaller>();
    } else {
        description.set_origins(typename R::Pallets{});
    }
    description.template set_extrinsic<typename R::Extrinsic, LookupSource, MultiSignature>(
        typename R::Extensions::Types{});
    description.add_apis(Apis{});
    description.finish(TypeNames::parse(arguments.type_names));
    const Bytes v15 = scale::encode(description.v15());
    detail::write_output(arguments, "v14", scale::encode(description.v14()));
    detail::write_output(arguments, "v15", v15);
    constexpr bool kHasV16 = detail::newest_metadata<R>() >= 16;
    detail::write_output(arguments, "v16", kHasV16 ? scale::encode(description.v16()) : Bytes());
    Bytes hash;
    if constexpr (requires { R::kToken; }) hash = to_bytes(detail::metadata_hash(v15, R::kToken).bytes);
    detail::write_output(arguments, "hash", hash);
    detail::write_output(arguments, "exports", as_bytes(detail::exports_source(names, Apis{})));
    return 0;
}

}  // namespace serinus::sdk::metadata
