/// Modules made to be expensive: time and memory grow no faster than their bytes.

#include <time.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <new>

#include "tests/support/engines.hpp"
#include "wasm/interpreter/code.hpp"

// All that this program allocates is counted.
namespace {
std::atomic<size_t> allocated_bytes = 0;
}
void* operator new(size_t size) {
    allocated_bytes += size;
    if (void* const place = std::malloc(size)) return place;
    std::abort();
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, size_t) noexcept { std::free(place); }

namespace serinus::wasm {
namespace {

Bytes number(uint64_t value) {
    Bytes out;
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<uint8_t>(value | 0x80));
    out.push_back(static_cast<uint8_t>(value));
    return out;
}

Bytes repeat(size_t times, const Bytes& bytes) {
    Bytes out;
    out.reserve(times * bytes.size());
    for (size_t i = 0; i < times; ++i) append(out, bytes);
    return out;
}

/// Count or size, then the content.
Bytes prefixed(uint64_t value, const Bytes& content) { return concat(number(value), content); }

Bytes section(uint8_t id, const Bytes& content) { return concat(Bytes{id}, prefixed(content.size(), content)); }

template <class... Sections>
Bytes module_of(const Sections&... sections) {
    return concat(Bytes{0, 'a', 's', 'm', 1, 0, 0, 0}, sections...);
}

const Bytes kEmptyType = {0x60, 0, 0};

/// `count` functions without parameters and results, each with this body (groups of locals, instructions).
Bytes functions(size_t count, const Bytes& body) {
    return module_of(section(1, prefixed(1, kEmptyType)), section(3, prefixed(count, Bytes(count, 0))),
                     section(10, prefixed(count, repeat(count, prefixed(body.size(), body)))));
}

/// One function with these instructions and no locals.
Bytes function(const Bytes& code) { return functions(1, concat(Bytes{0}, code, Bytes{0x0b})); }

struct Case {
    const char* name;
    std::function<Bytes(size_t)> make;  ///< a valid module of about that many bytes
};

const Case kCases[] = {
    {"SmallFunctions", [](size_t n) { return functions(n / 4, {0, 0x0b}); }},
    {"ManyLocalsInEveryFunction",
     [](size_t n) {
         return functions(n / 13,
                          concat(Bytes{1}, number(50'000), Bytes{0x7e, 0x20}, number(49'999), Bytes{0x1a, 0x0b}));
     }},
    {"LocalsOfManyGroups",
     [](size_t n) {
         const Bytes body = concat(prefixed(40'000, repeat(40'000, {1, 0x7f})),
                                   repeat(9'000, concat(Bytes{0x20}, number(39'999), Bytes{0x1a})), Bytes{0x0b});
         return functions(n / body.size() + 1, body);
     }},
    {"GroupsOfNoLocals",
     [](size_t n) { return functions(1, concat(prefixed(n / 2, repeat(n / 2, {0, 0x7f})), Bytes{0x0b})); }},
    {"OneLargeBranchTable",
     [](size_t n) { return function(concat(Bytes{0x41, 0, 0x0e}, prefixed(n, Bytes(n + 1, 0)))); }},
    {"ManyBranchTables",
     [](size_t n) {
         return function(
             repeat(n / 108, concat(Bytes{0x02, 0x40, 0x41, 0, 0x0e}, prefixed(100, Bytes(101, 0)), Bytes{0x0b})));
     }},
    {"BranchTablesThatLeadFarOut",
     [](size_t n) {
         const size_t depth = n / 8;
         return function(concat(repeat(depth, {0x02, 0x40}), Bytes{0x41, 0, 0x0e},
                                prefixed(n / 4, repeat(n / 4 + 1, number(depth - 1))), Bytes(depth, 0x0b)));
     }},
    {"DeepBlocks", [](size_t n) { return function(concat(repeat(n / 3, {0x02, 0x40}), Bytes(n / 3, 0x0b))); }},
    {"DeepLoopsAndBranches",
     [](size_t n) { return function(concat(repeat(n / 6, {0x03, 0x40, 0x41, 0, 0x0d, 0}), Bytes(n / 6, 0x0b))); }},
    {"DeepIfs",
     [](size_t n) { return function(concat(repeat(n / 6, {0x41, 1, 0x04, 0x40}), repeat(n / 6, {0x05, 0x0b}))); }},
    {"DeepDeadBlocks",
     [](size_t n) { return function(concat(Bytes{0}, repeat(n / 3, {0x02, 0x40}), Bytes(n / 3, 0x0b))); }},
    {"AHighOperandStack", [](size_t n) { return function(concat(repeat(n / 3, {0x41, 0}), Bytes(n / 3, 0x1a))); }},
    {"CallsWithManyArgumentsInDeadCode",
     [](size_t n) {
         const Bytes type = concat(Bytes{0x60}, prefixed(1000, Bytes(1000, 0x7f)), Bytes{0});
         const Bytes body = concat(Bytes{0, 0}, repeat(n / 2, {0x10, 0}), Bytes{0x0b});
         return module_of(section(1, prefixed(2, concat(type, kEmptyType))), section(3, {2, 0, 1}),
                          section(10, concat(Bytes{2, 2, 0, 0x0b}, prefixed(body.size(), body))));
     }},
    {"LongTypesThatDifferInTheLastParameter",
     [](size_t n) {
         Bytes types;
         for (size_t i = 0; i < n / 1004; ++i) {
             append(types,
                    concat(Bytes{0x60},
                           prefixed(1000, concat(Bytes(999, 0x7f), Bytes{i % 2 ? uint8_t{0x7e} : uint8_t{0x7f}})),
                           Bytes{0}));
         }
         return module_of(section(1, prefixed(n / 1004, types)));
     }},
    {"ExportsWithALongCommonBeginning",
     [](size_t n) {
         Bytes exports;
         for (size_t i = 0; i < n / 1008; ++i) {
             Bytes name(1000, 'a');
             store_le(&name[996], static_cast<uint32_t>(i) & 0x7f7f7f7f);
             name[998] = static_cast<uint8_t>(i >> 7 & 0x7f);
             append(exports, concat(prefixed(name.size(), name), Bytes{0, 0}));
         }
         return module_of(section(1, prefixed(1, kEmptyType)), section(3, {1, 0}),
                          section(7, prefixed(n / 1008, exports)), section(10, {1, 2, 0, 0x0b}));
     }},
    {"Globals",
     [](size_t n) { return module_of(section(6, prefixed(n / 5, repeat(n / 5, {0x7f, 0, 0x41, 0, 0x0b})))); }},
    {"Imports",
     [](size_t n) {
         const size_t count = std::min<size_t>(n / 4, 100'000);
         return module_of(section(1, prefixed(1, kEmptyType)),
                          section(2, prefixed(count, repeat(count, {0, 0, 0, 0}))));
     }},
    {"Elements",
     [](size_t n) {
         return module_of(section(1, prefixed(1, kEmptyType)), section(3, {1, 0}), section(4, {1, 0x70, 0, 1}),
                          section(9, concat(Bytes{1, 0, 0x41, 0, 0x0b}, prefixed(n, Bytes(n, 0)))),
                          section(10, {1, 2, 0, 0x0b}));
     }},
    {"CustomSections", [](size_t n) { return module_of(repeat(n / 3, {0, 1, 0})); }},
};

class Hostile : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(All, Hostile, testing::ValuesIn(kCases),
                         [](const auto& info) { return std::string(info.param.name); });

std::shared_ptr<const Module> decode(const Bytes& wasm) {
    auto module = parse_module(wasm);
    EXPECT_TRUE(module) << module.error().to_string();
    if (!module) return nullptr;
    for (size_t i = 0; i < (*module)->functions.size(); ++i) {
        interpreter::make_code(**module, static_cast<uint32_t>((*module)->imported_functions + i));
    }
    return *module;
}

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// The least of a few runs.
double cost_ms(const std::function<void()>& work) {
    double least = 1e9;
    for (int i = 0; i < 3; ++i) {
        const double start = cpu_ms();
        work();
        least = std::min(least, cpu_ms() - start);
    }
    return least;
}

constexpr size_t kSmall = 100'000;
constexpr size_t kLarge = 8 * kSmall;

/// Eight times the bytes take eight times as long; what is quadratic would take 64 times as long.
void expect_linear(const std::function<void(const Bytes&)>& work, const Case& what) {
    const Bytes small = what.make(kSmall), large = what.make(kLarge);
    const double growth = cost_ms([&] { work(large); }) / std::max(cost_ms([&] { work(small); }), 0.05);
    EXPECT_LT(growth, 28);
}

TEST_P(Hostile, TimeIsLinear) {
    expect_linear([](const Bytes& wasm) { decode(wasm); }, GetParam());
}

TEST_P(Hostile, MemoryIsLinear) {
    const Bytes wasm = GetParam().make(kLarge);
    const size_t before = allocated_bytes;
    decode(wasm);
    // The greatest factor: an import of four bytes becomes a struct of 88, in a vector; a function of four one of 72.
    EXPECT_LT(allocated_bytes - before, 100 * wasm.size());
}

/// The engine that compiles; what it makes of the same modules.
TEST_P(Hostile, CompilingIsLinear) {
    const auto engine = make_jit();
    if (!engine) GTEST_SKIP() << "no jit on this processor";
    const auto compile = [&](const Bytes& wasm) {
        auto module = parse_module(wasm);
        ASSERT_TRUE(module);
        // An error in words is as good as a program: functions may be too large for the compiler.
        (void)engine->compile(*module, {});
    };
    expect_linear(compile, GetParam());
}

TEST(HostileCounts, LargerThanTheBytesThatFollowAllocateNothing) {
    const Bytes many = {0xff, 0xff, 0xff, 0xff, 0x0f};
    const Bytes types = section(1, prefixed(1, kEmptyType));
    const Bytes cases[] = {
        module_of(section(1, many)),
        module_of(section(1, concat(Bytes{1, 0x60}, many))),
        module_of(section(2, many)),
        module_of(section(2, concat(Bytes{1}, many))),
        module_of(types, section(3, many)),
        module_of(section(6, many)),
        module_of(section(7, many)),
        module_of(section(4, {1, 0x70, 0, 1}), section(9, many)),
        module_of(section(4, {1, 0x70, 0, 1}), section(9, concat(Bytes{1, 0, 0x41, 0, 0x0b}, many))),
        module_of(types, section(3, {1, 0}), section(10, many)),
        module_of(types, section(3, {1, 0}), section(10, concat(Bytes{1}, many))),
        module_of(types, section(3, {1, 0}), section(10, concat(Bytes{1, 7}, many, Bytes{0x0b}))),
        module_of(types, section(3, {1, 0}), section(10, concat(Bytes{1, 9, 1}, many, Bytes{0x7f, 0x0b}))),
        module_of(types, section(3, {1, 0}), section(10, concat(Bytes{1, 10, 0, 0x41, 0, 0x0e}, many, Bytes{0x0b}))),
        module_of(section(5, {1, 0, 1}), section(11, many)),
        module_of(section(5, {1, 0, 1}), section(11, concat(Bytes{1, 0, 0x41, 0, 0x0b}, many))),
        module_of(section(4, concat(Bytes{1, 0x70, 0}, many))),
        module_of(section(0, many)),
    };
    for (const Bytes& wasm : cases) {
        const size_t before = allocated_bytes;
        const auto module = parse_module(wasm);
        EXPECT_FALSE(module) << "case " << &wasm - cases;
        EXPECT_LT(allocated_bytes - before, 4096u) << "case " << &wasm - cases;
    }
}

TEST(HostileCounts, AnUnreadableNameSectionCostsNothing) {
    const Bytes names = concat(Bytes{4, 'n', 'a', 'm', 'e', 1, 6}, Bytes{0xff, 0xff, 0xff, 0xff, 0x0f, 0});
    const auto module = parse_module(module_of(section(0, names))).value();
    const size_t before = allocated_bytes;
    EXPECT_EQ(module->function_name(0), "");
    EXPECT_LT(allocated_bytes - before, 4096u);
}

}  // namespace
}  // namespace serinus::wasm
