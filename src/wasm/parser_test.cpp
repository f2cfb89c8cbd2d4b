#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/wat.hpp"
#include "wasm/module.hpp"

namespace serinus::wasm {
namespace {

using test::wat;

std::shared_ptr<const Module> parsed(Bytes wasm) {
    auto result = parse_module(std::move(wasm));
    EXPECT_TRUE(result) << result.error().to_string();
    return result ? *result : nullptr;
}

std::string reason(Bytes wasm, const ModuleLimits& limits = {}) {
    auto result = parse_module(std::move(wasm), limits);
    return result ? "accepted" : result.error().reason;
}

/// A module of raw sections: magic and version, then the bytes.
Bytes module_of(std::string_view sections) { return concat(*from_hex("0x0061736d01000000"), *from_hex(sections)); }

TEST(ParseModule, ReadsEverySection) {
    const auto module = parsed(wat(R"((module
        (type $unary (func (param i32) (result i32)))
        (type $same (func (param i32) (result i32)))
        (import "env" "host" (func $host (type $same)))
        (import "env" "limit" (global $limit i32))
        (memory (export "memory") 2 17)
        (data (i32.const 16) "abc")
        (data (global.get $limit) "d")
        (table (export "table") 4 funcref)
        (elem (i32.const 1) $host $double)
        (global $own (export "own") (mut i64) (i64.const -5))
        (global f64 (f64.const 1.5))
        (func $double (export "double") (type $unary) (local i64 i64 f32)
            (i32.add (local.get 0) (local.get 0)))
        (func $begin)
        (start $begin))
    )"));
    ASSERT_TRUE(module);
    EXPECT_EQ(module->types.size(), 3u);
    EXPECT_EQ(module->canonical_types, (std::vector<uint32_t>{0, 0, 2}));
    ASSERT_EQ(module->imports.size(), 2u);
    EXPECT_EQ(module->imports[0].module, "env");
    EXPECT_EQ(module->imports[0].name, "host");
    EXPECT_EQ(module->imports[0].type_index, 1u);
    EXPECT_EQ(module->imported_functions, 1u);
    EXPECT_EQ(module->imported_globals, 1u);
    EXPECT_EQ(module->memory, (Limits{.min = 2, .max = 17}));
    EXPECT_EQ(module->table, (Limits{.min = 4, .max = std::nullopt}));
    EXPECT_FALSE(module->memory_imported || module->table_imported);
    EXPECT_EQ(module->function_types, (std::vector<uint32_t>{1, 0, 2}));
    EXPECT_EQ(module->start, 2u);

    ASSERT_EQ(module->functions.size(), 2u);
    const Function& twice = module->functions[0];
    EXPECT_EQ(twice.local_count, 4u);
    ASSERT_EQ(twice.locals.size(), 2u);
    EXPECT_EQ(twice.locals[0].count, 2u);
    EXPECT_EQ(twice.max_operands, 2u);
    EXPECT_EQ(to_hex(twice.code), "200020006a0b");

    EXPECT_EQ(module->global_types[1], (GlobalType{.type = ValueType::kI64, .is_mutable = true}));
    EXPECT_EQ(module->globals[0].init.value, static_cast<uint64_t>(-5));
    EXPECT_EQ(module->globals[1].init.value, 0x3ff8'0000'0000'0000u);
    ASSERT_EQ(module->data.size(), 2u);
    EXPECT_EQ(as_text(module->data[0].bytes), "abc");
    EXPECT_EQ(module->data[1].offset.kind, ConstExpr::Kind::kGlobal);
    ASSERT_EQ(module->elements.size(), 1u);
    EXPECT_EQ(module->elements[0].functions, (std::vector<uint32_t>{0, 1}));

    ASSERT_TRUE(module->find_export("double", ExternKind::kFunction));
    EXPECT_EQ(module->find_export("double", ExternKind::kFunction)->index, 1u);
    EXPECT_FALSE(module->find_export("double", ExternKind::kGlobal));
    EXPECT_EQ(module->find_export("own", ExternKind::kGlobal)->index, 1u);
    EXPECT_EQ(module->function_name(1), "double");
    EXPECT_EQ(module->function_name(7), "");
}

TEST(ParseModule, KeepsCustomSections) {
    const auto module =
        parsed(module_of("0004"
                         "01610102"
                         "0005"
                         "016203ffff"
                         "0003"
                         "016109"));
    ASSERT_TRUE(module);
    EXPECT_EQ(to_hex(module->custom_section("a").value()), "0102");
    EXPECT_EQ(to_hex(module->custom_section("b").value()), "03ffff");
    EXPECT_FALSE(module->custom_section("c"));
}

TEST(ParseModule, AnUnreadableNameSectionNamesNothing) {
    const auto module =
        parsed(module_of("000c"
                         "046e616d65"
                         "01ffffffffffff"));
    ASSERT_TRUE(module);
    EXPECT_EQ(module->function_name(0), "");
}

TEST(ParseModule, RefusesWhatIsNoModule) {
    EXPECT_EQ(reason({}), "magic header not detected");
    EXPECT_EQ(reason(*from_hex("0x0061736e01000000")), "magic header not detected");
    EXPECT_EQ(reason(*from_hex("0x0061736d02000000")), "unknown binary version");
    EXPECT_EQ(reason(*from_hex("0x0061736d0100")), "unknown binary version");
    EXPECT_EQ(reason(module_of("0105")), "unexpected end: length of a section out of bounds");
    EXPECT_EQ(reason(module_of("0f00")), "malformed section id");
    EXPECT_EQ(reason(module_of("03010001010100")), "unexpected content after last section: sections out of order");
    EXPECT_EQ(reason(module_of("01020000")), "section size mismatch");
    EXPECT_EQ(reason(module_of("00020261")), "unexpected end: length out of bounds");
    EXPECT_EQ(reason(module_of("000201ff")), "malformed UTF-8 encoding");
}

TEST(ParseModule, EveryTruncationIsRefused) {
    const Bytes whole = wat(R"((module (memory 1) (func (param i32) (result i32) (i32.load offset=300 (local.get 0)))
        (global i64 (i64.const -1)) (data (i32.const 0) "xyz")))");
    ASSERT_EQ(reason(whole), "accepted");
    for (size_t size = 0; size < whole.size(); ++size) {
        const Bytes part(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size));
        // Between two sections a module may well end, unless functions lack their code.
        if (reason(part) == "accepted") EXPECT_FALSE(parse_module(part).value()->functions.size() > 1) << size;
    }
}

TEST(ParseModule, NumbersMayBeLongButNotTooLongNorTooLarge) {
    // A memory with its minimum written in 5 bytes, then with excess bits, then in 6 bytes.
    EXPECT_EQ(reason(module_of("0507"
                               "0100"
                               "8180808000")),
              "accepted");
    EXPECT_EQ(reason(module_of("0507"
                               "0100"
                               "8180808010")),
              "integer too large");
    EXPECT_EQ(reason(module_of("0508"
                               "0100"
                               "818080808000")),
              "integer representation too long");
    // Global of -1 in 5 bytes; the unused bits must repeat the sign.
    EXPECT_EQ(reason(module_of("060a"
                               "017f00"
                               "41ffffffff7f"
                               "0b")),
              "accepted");
    EXPECT_EQ(reason(module_of("060a"
                               "017f00"
                               "41ffffffff0f"
                               "0b")),
              "integer too large");
    EXPECT_EQ(reason(module_of("060a"
                               "017f00"
                               "41ffffffff4f"
                               "0b")),
              "integer too large");
    EXPECT_EQ(reason(module_of("060f"
                               "017e00"
                               "42ffffffffffffffffff7f"
                               "0b")),
              "accepted");
    EXPECT_EQ(reason(module_of("060f"
                               "017e00"
                               "42ffffffffffffffffff7e"
                               "0b")),
              "integer too large");
}

TEST(ParseModule, RefusesLaterFeaturesByName) {
    const auto refused = [](std::string_view text) { return reason(wat(text)); };
    EXPECT_EQ(refused("(module (func (result i32 i32) unreachable))"),
              "invalid result arity: multiple values are not supported");
    EXPECT_EQ(refused("(module (func (block (param i32) (drop))))"),
              "invalid block type: blocks of several values are not supported");
    EXPECT_EQ(refused("(module (func (param v128)))"), "malformed value type: SIMD is not supported");
    EXPECT_EQ(refused("(module (func (param externref)))"), "malformed value type: reference types are not supported");
    EXPECT_EQ(refused("(module (func (drop (i32.trunc_sat_f32_s (f32.const 0)))))"),
              "illegal opcode 0xfc: not supported: saturating conversions, bulk memory");
    EXPECT_EQ(refused("(module (func (drop (v128.const i32x4 0 0 0 0))))"), "illegal opcode 0xfd: not supported: SIMD");
    EXPECT_EQ(refused("(module (func (drop (ref.null func))))"), "illegal opcode 0xd0: not supported: reference types");
    EXPECT_EQ(refused("(module (func $f (return_call $f)))"), "illegal opcode 0x12: not supported: tail calls");
    EXPECT_EQ(refused("(module (memory 1 1 shared))"),
              "malformed limits flags: shared and 64-bit memories are not supported");
    EXPECT_EQ(refused("(module (memory i64 1))"),
              "malformed limits flags: shared and 64-bit memories are not supported");
    EXPECT_EQ(refused("(module (memory 1) (memory 1))"), "multiple memories are not supported");
    EXPECT_EQ(refused("(module (table 1 funcref) (table 1 funcref))"), "multiple tables are not supported");
    EXPECT_EQ(refused("(module (table 1 externref))"), "malformed element type: reference types are not supported");
    EXPECT_EQ(refused("(module (tag))"), "malformed section id 13: exceptions are not supported");
    EXPECT_EQ(refused("(module (memory 1) (data \"passive\"))"),
              "unknown memory 1: passive segments and further indices are not supported");
    EXPECT_EQ(reason(module_of("0c0100")), "malformed section id 12: bulk memory is not supported");
    EXPECT_EQ(refused("(module (global i32 (i32.add (i32.const 1) (i32.const 2))))"),
              "constant expression required: more than one instruction");
}

TEST(ParseModule, ChecksIndicesAndTypesOutsideOfBodies) {
    const auto refused = [](std::string_view text) { return reason(wat(text)); };
    EXPECT_EQ(refused("(module (func) (export \"a\" (func 1)))"), "unknown function 1");
    EXPECT_EQ(refused("(module (export \"a\" (memory 0)))"), "unknown memory 0");
    EXPECT_EQ(refused("(module (func (export \"a\")) (memory (export \"a\") 1))"), "duplicate export name \"a\"");
    EXPECT_EQ(refused("(module (func (param i32)) (start 0))"), "start function must have no parameters and no result");
    EXPECT_EQ(refused("(module (data (i32.const 0) \"a\"))"), "unknown memory 0");
    EXPECT_EQ(refused("(module (func) (elem (i32.const 0) 0))"), "unknown table 0");
    EXPECT_EQ(refused("(module (table 1 funcref) (elem (i32.const 0) 0))"), "unknown function 0");
    EXPECT_EQ(refused("(module (table 2 1 funcref))"), "size minimum must not be greater than maximum");
    EXPECT_EQ(refused("(module (memory 65537))"), "memory size must be at most 65536 pages (4GiB)");
    EXPECT_EQ(refused("(module (memory 1) (data (i64.const 0) \"a\"))"), "type mismatch: expected i32, found i64");
    EXPECT_EQ(refused("(module (global i32 (i32.const 0)) (global i32 (global.get 0)))"),
              "unknown global 0: only imported ones may be used here");
    EXPECT_EQ(refused("(module (import \"a\" \"b\" (global (mut i32))) (global i32 (global.get 0)))"),
              "constant expression required: the global is mutable");
    EXPECT_EQ(reason(module_of("0104"
                               "01600000"
                               "0302"
                               "0100")),
              "function and code section have inconsistent lengths");
}

TEST(ParseModule, SaysWhereAndInWhichFunction) {
    const auto result = parse_module(wat("(module (import \"a\" \"b\" (func)) (func) (func (drop (i32.add))))"));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().function, 2u);
    EXPECT_EQ(result.error().reason, "type mismatch: expected i32, found nothing on the stack");
    EXPECT_EQ(result.error().to_string(),
              result.error().reason + " (at byte " + std::to_string(result.error().offset) + ", in function 2)");
}

TEST(ParseModule, LimitsHold) {
    const Bytes module =
        wat("(module (func (param i32 i32) (local i32)) (func) (table 9 funcref) (global i32 (i32.const 0)))");
    EXPECT_EQ(reason(module, {.max_functions = 1}), "too many functions");
    EXPECT_EQ(reason(module, {.max_types = 1}), "too many types");
    EXPECT_EQ(reason(module, {.max_params = 1}), "too many parameters");
    EXPECT_EQ(reason(module, {.max_globals = 0}), "too many globals");
    EXPECT_EQ(reason(module, {.max_table = 8}), "table too large");
    EXPECT_EQ(reason(module, {.max_locals = 2}), "too many locals");
    EXPECT_EQ(reason(module, {.max_function_bytes = 3}), "function body too large");
    EXPECT_EQ(reason(module), "accepted");
}

}  // namespace
}  // namespace serinus::wasm
