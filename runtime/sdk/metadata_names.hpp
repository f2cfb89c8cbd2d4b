/// What types say of themselves for the metadata alone, where reflection cannot know it. Costs nothing at run time.
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// Text as a template argument.
template <size_t N>
struct FixedString {
    char text[N]{};
    consteval FixedString(const char (&from)[N]) {
        for (size_t i = 0; i < N; ++i) text[i] = from[i];
    }
    constexpr std::string_view view() const { return {text, N - 1}; }
};

/// One type parameter: its name, and what it stands for; `void` if nothing of it is stored.
///
///     template <class Balance>
///     struct AccountData {
///         using Params = List<Param<"Balance", Balance>>;
///         …
template <FixedString kName, class T = void>
struct Param {};

/// The type parameters of `T`: what it says in `using Params = …;`. For types of src/, which cannot say it, specialise.
template <class T>
struct ParamsOf {
    using type = List<>;
};
template <class T>
    requires requires { typename T::Params; }
struct ParamsOf<T> {
    using type = typename T::Params;
};

/// The type that the metadata shows for `T`: itself, or what it says in `using MetadataType = …;`, for types that are
/// kept in another form than the reference's (encoded, say). For types that cannot say it, specialise.
template <class T>
struct MetadataTypeOf {
    using type = T;
};
template <class T>
    requires requires { typename T::MetadataType; }
struct MetadataTypeOf<T> {
    using type = typename T::MetadataType;
};

}  // namespace serinus::sdk
