/// The types of a runtime, each once, numbered as they are met. Native programs only: the Wasm module carries the
/// encoded metadata, not the code that makes it.
#pragma once

#include <span>

#include "runtime/sdk/metadata/model.hpp"
#include "runtime/sdk/metadata/source_facts.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sdk::metadata {

class Registry;

/// How the type `T` is described: `static Type of(Registry&)`. describe.hpp has the shapes; a type whose metadata does
/// not follow from its shape has a specialisation.
template <class T>
struct Describe;

/// Types that belong to the runtime as a whole: known by name from the start, described at the end.
enum class OuterType : uint8_t { Call, Event, Error, OriginCaller };

/// Public keys and signatures, which are shown as bare arrays.
template <class T>
inline constexpr bool kIsKeyOrSignature = [] {
    constexpr std::string_view kName = reflect::kTypeName<T>;
    for (const std::string_view scheme :
         {"serinus::sp_core::ed25519::", "serinus::sp_core::sr25519::", "serinus::sp_core::ecdsa::"}) {
        if (!kName.starts_with(scheme)) continue;
        const std::string_view leaf = kName.substr(scheme.size());
        return leaf == "Public" || leaf == "Signature";
    }
    return false;
}();

class Registry {
  public:
    /// `crate`: the first part of the paths of the runtime's own types.
    explicit Registry(const SourceFacts& facts, std::string crate = {}) : facts_(facts), crate_(std::move(crate)) {}

    /// The number of `T`, which is described if it was not met before.
    template <class T>
    TypeId id() {
        using Shown = typename MetadataTypeOf<std::remove_cv_t<T>>::type;
        if constexpr (requires { Describe<Shown>::kOuter; }) {
            return outer(Describe<Shown>::kOuter);
        } else if constexpr (requires { typename Describe<Shown>::Alias; }) {
            return id<typename Describe<Shown>::Alias>();
        } else if constexpr (kIsKeyOrSignature<Shown>) {
            return id<decltype(Shown::_0)>();
        } else {
            const auto [id, is_new] = number_of(&kKey<Shown>);
            if (is_new) set(id, Describe<Shown>::of(*this));
            return id;
        }
    }

    /// The number of `T`, for who describes it in another way than its shape does, even if it was met before.
    template <class T>
    TypeId place() {
        return number_of(&kKey<T>).first;
    }
    TypeId outer(OuterType which) { return number_of(&kOuterKeys[static_cast<uint8_t>(which)]).first; }
    void set(TypeId id, Type type) { types_[id].type = std::move(type); }
    TypeId add(Type type);
    const Type& operator[](TypeId id) const { return types_[id].type; }

    const std::string& crate() const { return crate_; }
    const std::vector<PortableType>& types() const { return types_; }
    std::vector<PortableType>& types() { return types_; }

    /// The documentation of `name` in the C++ scope `scope`, or of the scope itself.
    Docs docs(std::string_view scope, std::string_view name = {}) const;
    /// A field of the C++ type `scope`, with its documentation and its type as Rust would spell it.
    Field field(std::string_view scope, std::string_view name, TypeId type) const;

  private:
    template <class T>
    static inline const char kKey = 0;
    static inline const char kOuterKeys[4] = {};

    std::pair<TypeId, bool> number_of(const void* key);

    const SourceFacts& facts_;
    std::string crate_;
    std::vector<PortableType> types_;
    std::map<const void*, uint32_t> numbers_;
};

/// The path of a C++ type in the metadata: its namespaces without ours, and its name, all without template arguments
/// and without underscores at their ends.
std::vector<std::string> path_of(std::string_view type_name);

/// The enumerators in a list of 256 values as the compiler prints it (reflect::detail::pretty_values_of), with their
/// values.
std::vector<std::pair<std::string, uint8_t>> enumerators_in(std::string_view printed);

}  // namespace serinus::sdk::metadata
