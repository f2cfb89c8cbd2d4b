/// Genesis configurations as JSON, by reflection.
///
/// | C++                                           | JSON                                                   |
/// | bool, unsigned integers                       | boolean, number                                        |
/// | AccountId, public keys                        | string: SS58                                           |
/// | Bytes, ByteArray                              | string: 0x and hex                                     |
/// | std::vector, BoundedVec, std::pair, tuple     | array                                                  |
/// | std::optional                                 | null or the value                                      |
/// | enum class                                    | string: the enumerator                                 |
/// | a struct with a variant `v`                   | string: the alternative, if that has no fields;        |
/// |                                               | otherwise object: the alternative and its fields, one  |
/// |                                               | as it is, several as array                             |
/// | a struct whose only field is `_0`             | that field                                             |
/// | a struct with `kJsonTuple`                    | array of its fields                                    |
/// | other structs                                 | object; all members must be there but optional ones,   |
/// |                                               | others are ignored                                     |
/// | a pallet's GenesisConfig                      | object with camelCase names; what is missing stays {}  |
/// |                                               | or is refused (Missing), others are refused            |
///
/// Observed: polkadot v1.0.0: only the configurations of pallets refuse what they do not know. Tools rely on it:
/// Zombienet writes session keys of every name that any relay chain has had.
#pragma once

#include <span>

#include "base/reflect_names.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/genesis/address.hpp"
#include "runtime/sdk/genesis/json.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sp_core {
namespace sr25519 {
struct Public;
}
namespace ed25519 {
struct Public;
}
namespace ecdsa {
struct Public;
}
}  // namespace serinus::sp_core

namespace serinus::sdk::genesis {

/// What is taken for a pallet, or a member of its configuration, that is not there.
enum class Missing : uint8_t {
    kDefault,
    kRefused,
};

template <class T>
bool read(json::Reader& in, T& value);
template <class T>
void write(json::Writer& out, const T& value);

namespace detail {

template <class T>
inline constexpr bool kIsKey = std::is_same_v<T, sp_core::sr25519::Public> ||
                               std::is_same_v<T, sp_core::ed25519::Public> || std::is_same_v<T, sp_core::ecdsa::Public>;
template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;
template <class T, uint32_t kMax>
inline constexpr bool kIsVector<BoundedVec<T, kMax>> = true;
template <class T, uint32_t kMax>
inline constexpr bool kIsVector<WeakBoundedVec<T, kMax>> = true;
template <class T>
inline constexpr bool kIsTuple = false;
template <class... T>
inline constexpr bool kIsTuple<std::tuple<T...>> = true;
template <class A, class B>
inline constexpr bool kIsTuple<std::pair<A, B>> = true;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsByteArray = false;
template <size_t N>
inline constexpr bool kIsByteArray<ByteArray<N>> = true;

// Not templates, so that they exist once.
bool read_key(json::Reader& in, MutableBytesView key);
bool read_hex(json::Reader& in, Bytes& value);
bool read_hex(json::Reader& in, MutableBytesView value);
void write_hex(json::Writer& out, BytesView value);
/// The place of `name` in `names`; their size if it is none of them.
size_t find_name(std::string_view name, std::span<const std::string_view> names, bool camel_case);
std::string camel_case(std::string_view snake_case);
bool missing(json::Reader& in, std::string_view name);
/// A member's name that is none of `names`, with the position behind that name.
bool unknown(json::Reader& in, std::string_view name, std::span<const std::string> names, size_t position);
bool unknown_member(json::Reader& in, std::string_view name, std::span<const std::string_view> names, bool camel_case,
                    size_t position);

template <class F>
void reset_unseen(F& field, bool is_seen) {
    if constexpr (kIsOptional<F>) {
        if (!is_seen) field.reset();
    }
}

struct ReadNth {
    json::Reader& in;
    size_t wanted;
    size_t at = 0;
    template <class F>
    bool one(F& field) {
        return at++ != wanted || read(in, field);
    }
    template <class... F>
    bool operator()(F&... fields) {
        return (one(fields) && ...);
    }
};

struct ReadElements {
    json::Reader& in;
    template <class F>
    bool one(F& field) {
        if (!in.next_element()) return in.fail("too few elements");
        return read(in, field);
    }
    template <class... F>
    bool operator()(F&... fields) {
        return (one(fields) && ...);
    }
};

struct WriteElements {
    json::Writer& out;
    template <class... F>
    void operator()(const F&... fields) {
        (write(out, fields), ...);
    }
};

struct WriteMembers {
    json::Writer& out;
    const std::string_view* name;
    bool camel;
    template <class F>
    void one(const F& field) {
        out.member(camel ? camel_case(*name) : std::string(*name));
        ++name;
        write(out, field);
    }
    template <class... F>
    void operator()(const F&... fields) {
        (one(fields), ...);
    }
};

/// What an object must have.
struct ObjectRules {
    bool camel = false;          ///< its names
    bool complete = true;        ///< all members but optional ones (a patch of JSON removes what it sets to null)
    bool ignores_others = true;  ///< members that the type does not have; otherwise they are refused
};

template <class T>
bool read_object(json::Reader& in, T& value, const ObjectRules& rules) {
    if (!in.begin_object()) return false;
    constexpr auto& kNames = reflect::kFieldNames<T>;
    std::array<bool, kNames.size() + 1> seen{};
    std::string name;
    while (in.next_member(name)) {
        const size_t field = find_name(name, kNames, rules.camel);
        if (field == kNames.size()) {
            if (!rules.ignores_others) return unknown_member(in, name, kNames, rules.camel, in.name_end());
            if (!in.skip()) return false;
            continue;
        }
        if (seen[field]) return in.fail("duplicate field `" + name + "`");
        seen[field] = true;
        if constexpr (kNames.size() > 0) {
            if (!reflect::visit_fields(value, ReadNth{in, field})) return false;
        }
    }
    if (in.failed()) return false;
    if (!rules.complete) return true;
    if constexpr (kNames.size() > 0) {
        // What has a value by default has none if it is not there. Observed: serde, Kusama 1.7.1
        size_t at = 0;
        reflect::visit_fields(value, [&](auto&... field) { (reset_unseen(field, seen[at++]), ...); });
        const auto may_miss = reflect::visit_fields(value, [](const auto&... field) {
            return std::array{kIsOptional<std::remove_cvref_t<decltype(field)>>...};
        });
        for (size_t i = 0; i < kNames.size(); ++i) {
            if (!seen[i] && !may_miss[i]) {
                return missing(in, rules.camel ? camel_case(kNames[i]) : std::string(kNames[i]));
            }
        }
    }
    return true;
}

template <class T>
void write_object(json::Writer& out, const T& value, bool camel) {
    out.begin_object();
    if constexpr (!std::is_empty_v<T>) {
        reflect::visit_fields(value, WriteMembers{out, reflect::kFieldNames<T>.data(), camel});
    }
    out.end_object();
}

/// The names of the values below 16, which are all that configurations have; empty for a value without one.
template <class E, size_t... I>
constexpr std::array<std::string_view, 16> enumerator_names(std::index_sequence<I...>) {
    static_cast<void>(reflect::detail::kDefined<E>);
    return {reflect::kEnumeratorName<static_cast<E>(I)>...};
}
template <class E>
inline constexpr std::array<std::string_view, 16> kEnumeratorNames =
    enumerator_names<E>(std::make_index_sequence<16>{});

/// The place of a string in `names`; their size after a fault: it is none of them.
size_t read_enumerator(json::Reader& in, std::span<const std::string_view> names);
bool unknown_variant(json::Reader& in, std::string_view name);

/// The fields of an alternative.
template <class T>
bool read_fields(json::Reader& in, T& value) {
    if constexpr (reflect::kFieldCount<T> == 1) {
        return reflect::visit_fields(value, [&](auto& field) { return read(in, field); });
    } else {
        if (!in.begin_array() || !reflect::visit_fields(value, ReadElements{in})) return false;
        return in.next_element() ? in.fail("too many elements") : !in.failed();
    }
}

template <class... Case>
bool read_variant(json::Reader& in, std::variant<Case...>& value) {
    std::string name;
    const bool has_fields = !in.is_text();
    if (has_fields && (!in.begin_object() || !in.next_member(name))) return in.fail("expected one variant");
    if (!has_fields && !in.text(name)) return false;
    const auto try_case = [&]<class One>(std::type_identity<One>) {
        if (name != reflect::kLeafName<One> || has_fields != (reflect::kFieldCount<One> > 0)) return false;
        auto& chosen = value.template emplace<One>();
        if constexpr (reflect::kFieldCount<One> > 0) read_fields(in, chosen);
        return true;
    };
    if (!(try_case(std::type_identity<Case>{}) || ...)) return unknown_variant(in, name);
    if (has_fields && !in.failed() && in.next_member(name)) return in.fail("expected one variant");
    return !in.failed();
}

template <class... Case>
void write_variant(json::Writer& out, const std::variant<Case...>& value) {
    std::visit(
        [&]<class One>(const One& chosen) {
            if constexpr (reflect::kFieldCount<One> == 0) {
                out.text(reflect::kLeafName<One>);
            } else {
                out.begin_object();
                out.member(reflect::kLeafName<One>);
                if constexpr (reflect::kFieldCount<One> == 1) {
                    reflect::visit_fields(chosen, [&](const auto& field) { write(out, field); });
                } else {
                    out.begin_array();
                    reflect::visit_fields(chosen, WriteElements{out});
                    out.end_array();
                }
                out.end_object();
            }
        },
        value);
}

}  // namespace detail

template <class T>
bool read(json::Reader& in, T& value) {
    using namespace detail;
    if constexpr (std::is_same_v<T, bool>) {
        return in.boolean(value);
    } else if constexpr (scale::Integer<T>) {
        uint128_t number;
        if (!in.number(number, max_value<T>())) return false;
        value = static_cast<T>(number);
        return true;
    } else if constexpr (std::is_same_v<T, AccountId>) {
        return read_key(in, value.bytes);
    } else if constexpr (kIsKey<T>) {
        return read_key(in, value._0);
    } else if constexpr (std::is_same_v<T, Bytes>) {
        return read_hex(in, value);
    } else if constexpr (kIsByteArray<T>) {
        return read_hex(in, MutableBytesView(value));
    } else if constexpr (kIsVector<T>) {
        typename std::vector<typename T::value_type> elements;
        if (!in.begin_array()) return false;
        while (in.next_element()) {
            if (!read(in, elements.emplace_back())) return false;
        }
        if (in.failed()) return false;
        if constexpr (requires { T::kBound; }) {
            if (elements.size() > T::kBound) return in.fail("too many elements");
        }
        if constexpr (requires { T::truncate_from(elements); }) {
            value = T::truncate_from(std::move(elements));
        } else {
            static_cast<std::vector<typename T::value_type>&>(value) = std::move(elements);
        }
        return true;
    } else if constexpr (kIsTuple<T>) {
        if (!in.begin_array() || !std::apply(ReadElements{in}, value)) return false;
        return in.next_element() ? in.fail("too many elements") : !in.failed();
    } else if constexpr (kIsOptional<T>) {
        value.reset();
        return in.null() || (!in.failed() && read(in, value.emplace()));
    } else if constexpr (std::is_enum_v<T>) {
        const size_t index = read_enumerator(in, kEnumeratorNames<T>);
        value = static_cast<T>(index);
        return !in.failed();
    } else if constexpr (requires { value.v.valueless_by_exception(); }) {
        return read_variant(in, value.v);
    } else if constexpr (requires { T::kJsonTuple; }) {
        if (!in.begin_array() || !reflect::visit_fields(value, ReadElements{in})) return false;
        return in.next_element() ? in.fail("too many elements") : !in.failed();
    } else if constexpr (reflect::kFieldCount<T> == 1 && requires { value._0; }) {
        return read(in, value._0);
    } else {
        return read_object(in, value, {});
    }
}

template <class T>
void write(json::Writer& out, const T& value) {
    using namespace detail;
    if constexpr (std::is_same_v<T, bool>) {
        out.boolean(value);
    } else if constexpr (scale::Integer<T>) {
        out.number(value);
    } else if constexpr (std::is_same_v<T, AccountId>) {
        out.text(to_ss58(value.bytes));
    } else if constexpr (kIsKey<T>) {
        out.text(to_ss58(value._0));
    } else if constexpr (std::is_same_v<T, Bytes> || kIsByteArray<T>) {
        write_hex(out, value);
    } else if constexpr (kIsVector<T>) {
        out.begin_array();
        for (const auto& element : value) write(out, element);
        out.end_array();
    } else if constexpr (kIsTuple<T>) {
        out.begin_array();
        std::apply(WriteElements{out}, value);
        out.end_array();
    } else if constexpr (kIsOptional<T>) {
        if (value) {
            write(out, *value);
        } else {
            out.null();
        }
    } else if constexpr (std::is_enum_v<T>) {
        out.text(kEnumeratorNames<T>[static_cast<size_t>(value)]);
    } else if constexpr (requires { value.v.valueless_by_exception(); }) {
        write_variant(out, value.v);
    } else if constexpr (requires { T::kJsonTuple; }) {
        out.begin_array();
        reflect::visit_fields(value, WriteElements{out});
        out.end_array();
    } else if constexpr (reflect::kFieldCount<T> == 1 && requires { value._0; }) {
        write(out, value._0);
    } else {
        write_object(out, value, false);
    }
}

/// What the runtime can do with the configuration of a pallet whose type it does not know.
struct Hooks {
    void* (*read)(json::Reader&, Missing);  ///< a new configuration; nullptr after a fault
    void (*build)(const void*);             ///< writes the state
    void (*destroy)(void*);
    void (*write_default)(json::Writer&);
};

namespace detail {

template <class C>
C config_of(void (*)(const C&));
template <class P>
using ConfigOf = decltype(config_of(&P::build));

}  // namespace detail

/// Of a pallet that has `static void build(const GenesisConfig&)`.
template <class P>
inline constexpr Hooks kHooks = {
    .read = [](json::Reader& in, Missing missing) -> void* {
        auto* const config = new detail::ConfigOf<P>{};
        const bool is_good = detail::read_object(
            in, *config, {.camel = true, .complete = missing == Missing::kRefused, .ignores_others = false});
        if (is_good) return config;
        delete config;
        return nullptr;
    },
    .build = [](const void* config) { P::build(*static_cast<const detail::ConfigOf<P>*>(config)); },
    .destroy = [](void* config) { delete static_cast<detail::ConfigOf<P>*>(config); },
    .write_default = [](json::Writer& out) { detail::write_object(out, detail::ConfigOf<P>{}, true); },
};

}  // namespace serinus::sdk::genesis
